"""A SkinMap and an outline become quantities."""
