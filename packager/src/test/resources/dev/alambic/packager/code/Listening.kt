import dev.alambic.generated.listeningmodel.ListeningModel
import dev.alambic.generated.listeningmodel.ListeningModelGolden
import java.io.File
import java.io.PrintStream
import java.nio.ByteBuffer
import java.nio.ByteOrder

private fun tensor(values: FloatArray, vararg shape: Long): ListeningModel.RawTensor {
    val buffer = ByteBuffer.allocate(4 * values.size).order(ByteOrder.LITTLE_ENDIAN)
    buffer.asFloatBuffer().put(values)
    return ListeningModel.RawTensor(buffer.array(), shape)
}

private fun first(outputs: Map<String, ListeningModel.RawTensor>): Float =
    ByteBuffer.wrap(outputs.getValue("heard").bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat()

private fun call(number: Int) =
    mapOf("x" to tensor(floatArrayOf(number % 7 - 3f, number % 5 - 2f, number % 3 - 1f, number % 2f), 1, 4))

/** Prints what a stream answers to a hundred calls, a line each. */
fun main(arguments: Array<String>) {
    val out = PrintStream(System.out, true, "UTF-8")
    fun file(name: String) = File(arguments[0], "listening/$name")

    ListeningModel.open(file("model.onnx").path).use { model ->
        out.println("golden ${ListeningModelGolden.check(model) { file(it).readBytes() }}")
        val stream = model.stream()
        val answers = (0 until 100).map { first(stream.run(call(it))) }
        answers.forEach { out.println("call $it") }
        stream.reset()
        out.println("again ${first(stream.run(call(0))) == answers[0]}")
        val two = model.stream(2).run(mapOf("x" to tensor(FloatArray(8), 2, 4)))
        out.println("two ${two.getValue("heard").shape.toList()}")
    }
}
