            let outputs = try model.run(inputs)
