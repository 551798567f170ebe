        let stream = model.stream()
