            if !one.continues {
                stream.reset()
            }
            let outputs = try stream.run(inputs)
