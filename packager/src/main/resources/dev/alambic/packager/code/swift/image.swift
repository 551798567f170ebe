
    /// Returns the input that a picture becomes: resized to width x height, each pixel the mean over the area that it
    /// covers, then scaled.
    ///
    /// - Parameter rgb: red, green and blue of each pixel, a byte each, row by row
    public func tensor(rgb: [UInt8], width: Int, height: Int) throws -> [Float] {
        guard rgb.count == width * height * 3 else {
            throw Failure.wrongInput("expected \(width * height * 3) bytes, was \(rgb.count)")
        }
        var values = [Float](repeating: 0, count: Self.channels * Self.height * Self.width)
        for y in 0..<Self.height {
            for x in 0..<Self.width {
                let level = (0..<3).map { Self.mean(rgb, width, height, x, y, $0) }
                for c in 0..<Self.channels {
                    let grey = Self.grey[0] * level[0] + Self.grey[1] * level[1] + Self.grey[2] * level[2]
                    let one = Self.channels == 1 ? grey : level[c]
                    values[@@index@@] = Float(one * Self.factor[c] + Self.offset[c])
                }
            }
        }
        return values
    }

    private static func mean(_ rgb: [UInt8], _ width: Int, _ height: Int, _ x: Int, _ y: Int, _ channel: Int) -> Double {
        let left = Double(x) * Double(width) / Double(Self.width)
        let right = Double(x + 1) * Double(width) / Double(Self.width)
        let top = Double(y) * Double(height) / Double(Self.height)
        let bottom = Double(y + 1) * Double(height) / Double(Self.height)
        var sum = 0.0
        for row in Int(top)..<min(height, Int(bottom.rounded(.up))) {
            let tall = min(Double(row + 1), bottom) - max(Double(row), top)
            for column in Int(left)..<min(width, Int(right.rounded(.up))) {
                let wide = min(Double(column + 1), right) - max(Double(column), left)
                sum += tall * wide * Double(rgb[(row * width + column) * 3 + channel])
            }
        }
        return sum / ((right - left) * (bottom - top))
    }

    /// Runs on the tensor of one picture and returns the first output.
    public func output(_ tensor: [Float]) throws -> [Float] {
        try first([@@input@@: RawTensor(bytes: Self.data(tensor), shape: [@@shape@@])])
    }
