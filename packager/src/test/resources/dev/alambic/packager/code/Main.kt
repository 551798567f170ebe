import android.graphics.Bitmap
import dev.alambic.generated.breastcancermodel.BreastCancerModel
import dev.alambic.generated.breastcancermodel.BreastCancerModelGolden
import dev.alambic.generated.coloursmodel.ColoursModel
import dev.alambic.generated.coloursmodel.ColoursModelGolden
import dev.alambic.generated.detectormodel.DetectorModel
import dev.alambic.generated.detectormodel.DetectorModelGolden
import dev.alambic.generated.digitsmodel.DigitsModel
import dev.alambic.generated.digitsmodel.DigitsModelGolden
import dev.alambic.generated.digitsmodel.tensor
import dev.alambic.generated.opinionsmodel.OpinionsModel
import dev.alambic.generated.opinionsmodel.OpinionsModelGolden
import dev.alambic.generated.passagesmodel.PassagesModel
import dev.alambic.generated.passagesmodel.PassagesModelGolden
import dev.alambic.generated.tensorsmodel.TensorsModel
import dev.alambic.generated.tensorsmodel.TensorsModelGolden
import dev.alambic.generated.wordsmodel.WordsModel
import dev.alambic.generated.wordsmodel.WordsModelGolden
import java.io.File
import java.io.PrintStream

/** Prints what the generated code answers, a line each; the test compares it with what it must. */
fun main(arguments: Array<String>) {
    val out = PrintStream(System.out, true, "UTF-8")
    fun file(folder: String, name: String) = File(arguments[0], "$folder/$name")
    fun reader(folder: String) = { name: String -> file(folder, name).readBytes() }

    for (format in listOf("model.onnx", "model.ort")) {
        DigitsModel.open(file("digits", format).path).use { model ->
            out.println("digits $format ${DigitsModelGolden.check(model, reader("digits"))}")
            val tensor = FloatArray(36) { it * 7f }
            val answers = model.answers(model.output(tensor))
            out.println("digits ${answers.size} ${Math.round(answers.sumOf { it.probability.toDouble() })}")
            val grey = Bitmap(6, 6, IntArray(36) { 0x7f000000 or (it * 7 * 0x010101) })
            out.println("digits bitmap ${model.tensor(grey)[35]}")
            out.println("digits labels ${DigitsModel.LABELS}")
            out.println("digits name ${DigitsModel.NAME}")
        }
        ColoursModel.open(file("colours", format).readBytes()).use { model ->
            out.println("colours $format ${ColoursModelGolden.check(model, reader("colours"))}")
            val picture = ByteArray(12 * 7 * 3) { it.toByte() }
            out.println("colours ${model.classify(picture, 12, 7)[0].label in ColoursModel.LABELS}")
        }
        BreastCancerModel.open(file("breast-cancer", format).path).use { model ->
            out.println("table $format ${BreastCancerModelGolden.check(model, reader("breast-cancer"))}")
            val row = floatArrayOf(1f, -2f, 3f, -4f)
            val named = BreastCancerModel.FEATURES.indices.associate { BreastCancerModel.FEATURES[it] to row[it] }
            out.println("table ${model.classify(row) == model.classify(named)} ${BreastCancerModel.FEATURES}")
        }
        DetectorModel.open(file("detector", format).path).use { model ->
            out.println("detector $format ${DetectorModelGolden.check(model, reader("detector"))}")
            val row = floatArrayOf(1f, -2f, 3f, -4f)
            val second = model.output(row)[0]
            val answers = model.classify(row)
            val best = if (second > 0.5f) "yes" else "no"
            val sum = answers.sumOf { it.probability.toDouble() }
            out.println("detector ${answers.size} ${answers[0].label == best} ${Math.abs(sum - 1) < 1e-6}")
            out.println("detector yes ${answers.first { it.label == "yes" }.probability == second}")
        }
        OpinionsModel.open(file("opinions", format).path).use { model ->
            out.println("text $format ${OpinionsModelGolden.check(model, reader("opinions"))}")
            val long = LongArray(20) { it % 11L }
            val cut = LongArray(12) { it % 11L }
            out.println("text ${model.output(long).contentEquals(model.output(cut))} ${model.classify(longArrayOf()).size}")
        }
        PassagesModel.open(file("passages", format).path).use { model ->
            out.println("pair $format ${PassagesModelGolden.check(model, reader("passages"))}")
            out.println("answer pair ${model.output(longArrayOf(2, 4, 7, 5, 6, 7)).joinToString(" ")}")
        }
        WordsModel.open(file("words", format).path).use { model ->
            out.println("sound $format ${WordsModelGolden.check(model, reader("words"))}")
            out.println("answer sound ${model.output(floatArrayOf(0.5f, -0.25f, 1f)).joinToString(" ")}")
            val long = floatArrayOf(0.5f, -0.25f, 1f, 0f, 9f)
            out.println("sound ${model.classify(long) == model.classify(floatArrayOf(0.5f, -0.25f, 1f))}")
            out.println("sound ${WordsModel.RATE} ${WordsModel.SAMPLES}")
        }
        TensorsModel.open(file("tensors", format).path).use { model ->
            out.println("tensors $format ${TensorsModelGolden.check(model, reader("tensors"))}")
            val wrong: (String) -> ByteArray = { name ->
                reader("tensors")(name).also { if (name.contains("output")) it[3] = (it[3] + 1).toByte() }
            }
            out.println("tensors wrong ${TensorsModelGolden.check(model, wrong).size}")
        }
    }
}
