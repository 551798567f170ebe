
    /// Runs on a sound of one channel, `rate` samples a second from -1 to 1, and returns the first output. What is
    /// longer than `samples` loses its end, what is shorter is followed by silence.
    public func output(_ sound: [Float]) throws -> [Float] {
        let taken = Array(sound.prefix(Self.samples))
        let whole = taken + [Float](repeating: 0, count: Self.samples - taken.count)
        return try first([@@input@@: RawTensor(bytes: Self.data(whole), shape: [1, Self.samples])])
    }
