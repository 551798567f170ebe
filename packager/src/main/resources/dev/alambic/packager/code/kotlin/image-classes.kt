
    /** Classifies one picture. */
    fun classify(rgb: ByteArray, width: Int, height: Int, top: Int = @@top@@): List<Answer> =
        answers(output(tensor(rgb, width, height)), top)
