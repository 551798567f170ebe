
    /** Classifies a sound of one channel, RATE samples a second from -1 to 1. */
    fun classify(sound: FloatArray, top: Int = @@top@@): List<Answer> = answers(output(sound), top)
