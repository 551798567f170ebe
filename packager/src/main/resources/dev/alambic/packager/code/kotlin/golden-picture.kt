        val made = model.tensor(read(@@pixels@@), @@width@@, @@height@@)
        val wanted = numbers("float", read(@@tensor@@))
        val apart = wanted.indices.maxOf { Math.abs(wanted[it] - made[it]) }
        if (!(apart <= @@absolute@@)) misses.add("preprocessing: the tensor of the picture differs by $apart")
