/* The floor of reading a workbook: inflate every part and find every cell's type and value, in C.
   cc -O2 -o floor floor.c -lz */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct { uint64_t start; uint32_t length; char type; } Cell;

static uint32_t u32(const uint8_t *at) { uint32_t n; memcpy(&n, at, 4); return n; }
static uint16_t u16(const uint8_t *at) { uint16_t n; memcpy(&n, at, 2); return n; }

static size_t parse(const char *xml, size_t size) {
    size_t count = 0, held = 1 << 20;
    Cell *cells = malloc(held * sizeof(Cell));
    const char *at = xml, *end = xml + size;
    while ((at = memchr(at, '<', end - at))) {
        if (at + 3 < end && at[1] == 'c' && (at[2] == ' ' || at[2] == '>')) {
            const char *close = memchr(at, '>', end - at);
            if (!close) break;
            char type = 'n';
            for (const char *p = at; p < close - 3; p++)
                if (p[0] == ' ' && p[1] == 't' && p[2] == '=') { type = p[4]; break; }
            if (count == held) cells = realloc(cells, (held *= 2) * sizeof(Cell));
            cells[count++] = (Cell){close + 1 - xml, 0, type};
            at = close;
        } else if (at + 3 < end && at[1] == 'v' && at[2] == '>' && count) {
            const char *close = memchr(at + 3, '<', end - at - 3);
            if (!close) break;
            cells[count - 1].start = at + 3 - xml;
            cells[count - 1].length = (uint32_t)(close - at - 3);
            at = close;
        } else at++;
    }
    free(cells);
    return count;
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    FILE *file = fopen(argv[1], "rb");
    if (!file) return 2;
    fseek(file, 0, SEEK_END);
    size_t size = ftell(file), cells = 0;
    uint8_t *data = malloc(size);
    rewind(file);
    if (fread(data, 1, size, file) != size) return 2;
    size_t end = size - 22;
    while (end && u32(data + end) != 0x06054b50) end--;
    const uint8_t *entry = data + u32(data + end + 16);
    for (int left = u16(data + end + 10); left; left--) {
        uint32_t packed = u32(entry + 20), plain = u32(entry + 24), at = u32(entry + 42);
        const uint8_t *body = data + at + 30 + u16(data + at + 26) + u16(data + at + 28);
        char *out = malloc(plain + 1);
        z_stream stream = {.next_in = (uint8_t *)body, .avail_in = packed, .next_out = (uint8_t *)out, .avail_out = plain};
        if (u16(entry + 10) == 8) {
            inflateInit2(&stream, -15);
            inflate(&stream, Z_FINISH);
            inflateEnd(&stream);
        } else memcpy(out, body, plain);
        int length = u16(entry + 28);
        if (length > 14 && memmem(entry + 46, length, "worksheets/", 11)) cells += parse(out, plain);
        free(out);
        entry += 46 + length + u16(entry + 30) + u16(entry + 32);
    }
    printf("%zu\n", cells);
    return 0;
}
