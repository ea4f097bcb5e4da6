"""The feed of published tables that spreadsheets and dashboards read (OData 4.0, OASIS 2014)."""
