"""Those who sell airtime: one file a seller in `kinds/`, behind one narrow contract."""
