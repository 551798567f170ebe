            if (!case.continues) stream.reset()
            val outputs = stream.run(inputs)
