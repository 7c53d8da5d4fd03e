"""What people read on paper and screen: the printed strips, reports."""
