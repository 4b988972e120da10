"""The pages of what communities are owed: answers, rumours checked, promises, meetings."""
