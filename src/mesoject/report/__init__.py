"""What people read on paper and screen: the printed strips, pictures, pages, plans."""
