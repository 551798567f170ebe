
    private static func softmax(_ logits: [Float]) -> [Double] {
        let greatest = Double(logits.max() ?? 0)
        let exponentials = logits.map { exp(Double($0) - greatest) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }
