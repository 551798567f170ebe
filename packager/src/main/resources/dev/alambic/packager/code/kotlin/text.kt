
    /**
     * Runs on the tokens of one text, special tokens included, and returns the first output. Cut texts by tokenizer.json
     * of the package with a library that reads it (on the JVM ai.djl.huggingface:tokenizers); more than LENGTH tokens
     * lose their end.
     */
    fun output(tokens: LongArray): FloatArray {
        val taken = minOf(tokens.size, LENGTH)
        val length = @@length@@
        val ids = LongArray(length) { if (it < taken) tokens[it] else PAD }
        val mask = LongArray(length) { if (it < taken) 1L else 0L }
        val segments = @@segments@@
        return floats(run(mapOf(@@feeds@@)).getValue(OUTPUTS[0]).bytes)
    }

    private fun whole(name: String, values: LongArray): RawTensor {
        val wide = INPUTS[name] == OnnxJavaType.INT64
        val buffer = ByteBuffer.allocate(values.size * (if (wide) 8 else 4)).order(ByteOrder.LITTLE_ENDIAN)
        values.forEach { if (wide) buffer.putLong(it) else buffer.putInt(it.toInt()) }
        return RawTensor(buffer.array(), longArrayOf(1, values.size.toLong()))
    }
