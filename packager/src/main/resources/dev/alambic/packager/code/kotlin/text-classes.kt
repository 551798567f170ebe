
    /** Classifies one text by its tokens, special tokens included. */
    fun classify(tokens: LongArray, top: Int = @@top@@): List<Answer> = answers(output(tokens), top)
