
    /**
     * Runs on a sound of one channel, RATE samples a second from -1 to 1, and returns the first output. What is longer
     * than SAMPLES loses its end, what is shorter is followed by silence.
     */
    fun output(sound: FloatArray): FloatArray {
        val tensor = RawTensor(floats(sound.copyOf(SAMPLES)), longArrayOf(1, SAMPLES.toLong()))
        return floats(run(mapOf(@@input@@ to tensor)).getValue(OUTPUTS[0]).bytes)
    }
