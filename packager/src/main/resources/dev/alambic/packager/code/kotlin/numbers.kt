
    /** Returns the numbers of one sample by target, each in its own unit. */
    fun numbers(output: FloatArray): Map<String, Float> = TARGETS.indices.associate { TARGETS[it] to output[it] }
