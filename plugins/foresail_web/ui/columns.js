// Foresail's columns, as the endpoints name them and as people do.

export const COLUMNS = [
  { field: "date", name: "Date", isRequired: true },
  { field: "product", name: "Product Name", isRequired: true },
  { field: "quantity", name: "Quantity", isRequired: true },
  { field: "unit_price", name: "Unit Price" },
  { field: "transaction_id", name: "Transaction ID" },
  { field: "store", name: "Store Location" },
  { field: "producer", name: "Producer ID" },
];
