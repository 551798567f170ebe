        let made = try model.tensor(rgb: [UInt8](try read(@@pixels@@)), width: @@width@@, height: @@height@@)
        let wanted = numbers("float", try read(@@tensor@@))
        let apart = zip(wanted, made).map { abs($0 - Double($1)) }.max() ?? Double.infinity
        if !(apart <= @@absolute@@) {
            misses.append("preprocessing: the tensor of the picture differs by \(apart)")
        }
