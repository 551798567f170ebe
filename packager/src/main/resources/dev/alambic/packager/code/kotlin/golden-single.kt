            val outputs = model.run(inputs)
