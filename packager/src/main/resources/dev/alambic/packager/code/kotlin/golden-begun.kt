        val stream = model.stream()
