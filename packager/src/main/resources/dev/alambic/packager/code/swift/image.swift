
    /// Returns the input that a picture becomes: resized to width x height by antialiased bilinear interpolation (to the
    /// bit as Pillow's), then scaled.
    ///
    /// - Parameter rgb: red, green and blue of each pixel, a byte each, row by row
    public func tensor(rgb: [UInt8], width: Int, height: Int) throws -> [Float] {
        guard rgb.count == width * height * 3 else {
            throw Failure.wrongInput("expected \(width * height * 3) bytes, was \(rgb.count)")
        }
        let level = Self.resized(rgb, width, height)
        var values = [Float](repeating: 0, count: Self.channels * Self.height * Self.width)
        for y in 0..<Self.height {
            for x in 0..<Self.width {
                let at = (y * Self.width + x) * 3
                let (red, green, blue) = (Double(level[at]), Double(level[at + 1]), Double(level[at + 2]))
                for c in 0..<Self.channels {
                    let grey = Self.grey[0] * red + Self.grey[1] * green + Self.grey[2] * blue
                    let one = Self.channels == 1 ? grey : Double(level[at + c])
                    values[@@index@@] = Float(one * Self.factor[c] + Self.offset[c])
                }
            }
        }
        return values
    }

    /// Returns levels [height, width, 3]: the part that fit takes, in the size that fit gives it, in the middle of black.
    private static func resized(_ rgb: [UInt8], _ width: Int, _ height: Int) -> [Int] {
        let cut = Self.fit == "crop"
        let across = cut ? within(width, Double(height) * Double(Self.width) / Double(Self.height)) : width
        let down = cut ? within(height, Double(width) * Double(Self.height) / Double(Self.width)) : height
        let scale = min(1.0, min(Double(Self.width) / Double(width), Double(Self.height) / Double(height)))
        let toWidth = Self.fit == "pad" ? within(Self.width, scale * Double(width)) : Self.width
        let toHeight = Self.fit == "pad" ? within(Self.height, scale * Double(height)) : Self.height
        let columns = weights(across, toWidth)
        var rows = [Int](repeating: 0, count: down * toWidth * 3)
        for y in 0..<down {
            let row = ((height - down) / 2 + y) * width + (width - across) / 2
            for x in 0..<toWidth {
                for c in 0..<3 {
                    var sum = half
                    for (j, weight) in columns[x].weights.enumerated() {
                        sum += weight * Int(rgb[(row + columns[x].first + j) * 3 + c])
                    }
                    rows[(y * toWidth + x) * 3 + c] = min(255, sum >> bits)
                }
            }
        }
        let lines = weights(down, toHeight)
        var all = [Int](repeating: 0, count: Self.height * Self.width * 3)
        for y in 0..<toHeight {
            for k in 0..<(toWidth * 3) {
                var sum = half
                for (j, weight) in lines[y].weights.enumerated() {
                    sum += weight * rows[(lines[y].first + j) * toWidth * 3 + k]
                }
                let row = (Self.height - toHeight) / 2 + y
                all[(row * Self.width + (Self.width - toWidth) / 2) * 3 + k] = min(255, sum >> bits)
            }
        }
        return all
    }

    private static func within(_ most: Int, _ wanted: Double) -> Int {
        return max(1, min(most, Int((wanted + 0.5).rounded(.down))))
    }

    /// Returns of each pixel the first that it is a mean of, and the weights from there on, in units of 2^-bits.
    private static func weights(_ from: Int, _ to: Int) -> [(first: Int, weights: [Int])] {
        let scale = Double(from) / Double(to)
        let support = max(scale, 1.0)
        let step = 1 / support
        return (0..<to).map { i in
            let centre = (Double(i) + 0.5) * scale
            let first = max(0, Int(centre - support + 0.5))
            let end = min(from, Int(centre + support + 0.5))
            let shares = (first..<end).map { max(0.0, 1 - abs((Double($0) - centre + 0.5) * step)) }
            let sum = shares.reduce(0, +)
            return (first, shares.map { Int(0.5 + $0 / sum * Double(1 << bits)) })
        }
    }

    /// Runs on the tensor of one picture and returns the first output.
    public func output(_ tensor: [Float]) throws -> [Float] {
        try first([@@input@@: RawTensor(bytes: Self.data(tensor), shape: [@@shape@@])])
    }
