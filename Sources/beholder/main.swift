print("beholder")
