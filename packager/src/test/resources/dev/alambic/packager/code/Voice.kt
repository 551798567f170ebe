import dev.alambic.generated.voicemodel.VoiceModel
import dev.alambic.generated.voicemodel.VoiceModelGolden
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** Prints what a stream answers to each frame of `voice.frames`, little-endian float32, a line each. */
fun main(arguments: Array<String>) {
    fun file(name: String) = File(arguments[0], name)
    val frames = file("voice.frames").readBytes()

    VoiceModel.open(file("voice/model.onnx").path).use { model ->
        println("golden ${VoiceModelGolden.check(model) { file("voice/$it").readBytes() }}")
        val stream = model.stream()
        for (start in frames.indices step 4 * 256) {
            val frame = VoiceModel.RawTensor(frames.copyOfRange(start, start + 4 * 256), longArrayOf(1, 256))
            val answer = stream.run(mapOf("x" to frame)).getValue("voice").bytes
            println("call ${ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getFloat()}")
        }
    }
}
