# Foresail in Airflow's own image: the packages of the lock, the library, the Dags, the plugin.

FROM apache/airflow:3.3.2-python3.12 AS library
COPY --chown=airflow:0 pyproject.toml README.md LICENSE /tmp/foresail/
COPY --chown=airflow:0 include/ /tmp/foresail/include/
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /tmp/wheels /tmp/foresail

FROM apache/airflow:3.3.2-python3.12
COPY --chown=airflow:0 requirements.txt /opt/airflow/
# --no-deps, because the lock is whole but for mysqlclient: the MySQL provider asks for it, it needs a
# compiler and MySQL's C headers, and PyMySQL does its work (docs/adr/0004).
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement /opt/airflow/requirements.txt
RUN --mount=type=bind,from=library,source=/tmp/wheels,target=/mnt \
    pip install --no-cache-dir --no-deps /mnt/*.whl
# A named volume takes over the owner and mode of the folder it is mounted on.
RUN install -d -m 775 /opt/airflow/foresail /opt/airflow/foresail/storage
COPY --chown=airflow:0 plugins/ /opt/airflow/plugins/
COPY --chown=airflow:0 dags/ /opt/airflow/dags/
USER 50000:0
