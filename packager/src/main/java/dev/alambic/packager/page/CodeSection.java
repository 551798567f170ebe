package dev.alambic.packager.page;

import dev.alambic.packager.code.SourceFiles;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.Step;

/** The part of the readme that shows how to use the source files. */
record CodeSection(Manifest manifest, SourceFiles.Made code) {

    /** Returns what a source file is for. */
    static String purpose(String file) {
        if (file.contains("Golden.")) {
            return "runs the golden vectors, for your tests";
        }
        return file.endsWith("Android.kt")
                ? "takes an Android `Bitmap`"
                : "loads the model, does the steps before and after it";
    }

    void appendTo(StringBuilder page) {
        if (hasFile(".kt")) {
            page.append(Markdown.filled(
                    """

                    ## In Kotlin

                    Copy the files of `kotlin/` into your project; they lie in package `%3$s`.

                    ```kotlin
                    import %3$s.*
                    import java.io.File

                    val model = %1$s.open("/path/to/model.onnx")
                    %2$sval misses = %1$sGolden.check(model) { File("/path/to/package", it).readBytes() }   // in a test
                    ```
                    """, code.className(), kotlinCall(), code.kotlin().name()));
        }
        if (hasFile(".kt") && manifest.targets().contains("android")) {
            page.append(Markdown.filled(
                    """

                    ## On Android, from assets

                    Put `model.onnx` into `app/src/main/assets`, and for the test the folder `golden/` into `app/src/androidTest/assets`.

                    ```kotlin
                    import %3$s.*

                    val model = %1$s.open(context.assets.open("model.onnx").use { it.readBytes() })
                    %2$sval misses = %1$sGolden.check(model) { name -> context.assets.open(name).use { it.readBytes() } }   // in a test
                    ```

                    `context` is the app's; in the test, `InstrumentationRegistry.getInstrumentation().context` has the assets of the \
                    test. A large model takes less memory as a file: copy it to `context.filesDir` once and open that path. XNNPACK \
                    in place of the CPU's own kernels: give `open` the options \
                    `OrtSession.SessionOptions().apply { addXnnpack(mapOf()) }`, and measure; see `mobile.md`.
                    """, code.className(), androidCall(), code.kotlin().name()));
        }
        if (hasFile(".swift")) {
            page.append(Markdown.filled("""

                    ## In Swift

                    Copy the files of `swift/` into your project. They were not compiled where they were made: run the golden \
                    vectors in a test first.

                    ```swift
                    let model = try %1$s(modelPath: "/path/to/model.onnx")
                    %2$slet misses = try %1$sGolden.check(model) { try Data(contentsOf: folder.appendingPathComponent($0)) }
                    ```
                    """, code.className(), swiftCall()));
        }
        code.notes().forEach(note -> page.append("\n").append(note).append('\n'));
        if (has(Step.Tokenize.class)) {
            page.append("""

                    Tokens are yours to make: use a library that reads `tokenizer.json`, such as `ai.djl.huggingface:tokenizers` \
                    on the JVM or `huggingface/swift-transformers` on iOS. The golden vectors with a text in `manifest.json` \
                    show which tokens it must give.
                    """);
        }
    }

    private boolean hasFile(String ending) {
        return code.files().keySet().stream().anyMatch(file -> file.endsWith(ending));
    }

    private boolean has(Class<? extends Step> kind) {
        return Step.first(manifest.preprocessing(), kind).isPresent();
    }

    private boolean hasClasses() {
        return !manifest.postprocessing().isEmpty();
    }

    private boolean hasNumbers() {
        return !manifest.identity().targets().isEmpty() && has(Step.Columns.class);
    }

    private boolean carries() {
        return !manifest.states().isEmpty();
    }

    private String androidCall() {
        if (!hasFile("Android.kt")) {
            return kotlinCall();
        }
        String call = "model.output(model.tensor(bitmap))";
        return (hasClasses() ? "val answers = model.answers(" + call + ")" : "val output = " + call)
                + "   // bitmap: an android.graphics.Bitmap" + ground() + "\n";
    }

    private String ground() {
        return Step.first(manifest.preprocessing(), Step.Ground.class)
                .map(ground -> ", " + ground.figure() + " on " + ground.ground())
                .orElse("");
    }

    private String kotlinCall() {
        if (carries()) {
            return "val stream = model.stream()            // carries the state from call to call, from zeros on\n"
                    + "val outputs = stream.run(inputs)       // again and again; inputs: a Map<String, "
                    + code.className()
                    + ".RawTensor> without the state\nstream.reset()                         // a new sequence\n";
        }
        String call = hasClasses() ? "classify" : hasNumbers() ? "predict" : "output";
        if (has(Step.Scale.class)) {
            return hasClasses()
                    ? "val answers = model.classify(rgb, width, height)   // rgb: a ByteArray, 3 bytes a pixel"
                            + ground() + "\n"
                    : "val output = model.output(model.tensor(rgb, width, height))   // rgb: a ByteArray, 3 bytes a pixel"
                            + ground() + "\n";
        }
        if (has(Step.Tokenize.class)) {
            return "val answers = model." + call + "(tokens)   // tokens: a LongArray\n";
        }
        if (has(Step.Sound.class)) {
            return "val answers = model." + call + "(sound)   // sound: a FloatArray of RATE samples a second\n";
        }
        return has(Step.Columns.class)
                ? "val answers = model." + call + "(row)   // row: a FloatArray, in the order of FEATURES\n"
                : "val outputs = model.run(inputs)   // inputs: a Map<String, " + code.className() + ".RawTensor>\n";
    }

    private String swiftCall() {
        if (carries()) {
            return "let stream = model.stream()            // carries the state from call to call, from zeros on\n"
                    + "let outputs = try stream.run(inputs)   // again and again; inputs: [String: " + code.className()
                    + ".RawTensor] without the state\nstream.reset()                         // a new sequence\n";
        }
        String call = hasClasses() ? "classify" : hasNumbers() ? "predict" : "output";
        if (has(Step.Scale.class)) {
            return hasClasses()
                    ? "let answers = try model.classify(rgb: rgb, width: width, height: height)   // rgb: [UInt8]"
                            + ground() + "\n"
                    : "let output = try model.output(try model.tensor(rgb: rgb, width: width, height: height))\n";
        }
        if (has(Step.Tokenize.class)) {
            return "let answers = try model." + call + "(tokens)   // tokens: [Int]\n";
        }
        if (has(Step.Sound.class)) {
            return "let answers = try model." + call + "(sound)   // sound: [Float], rate samples a second\n";
        }
        return has(Step.Columns.class)
                ? "let answers = try model." + call + "(row)   // row: [Float], in the order of features\n"
                : "let outputs = try model.run(inputs)   // inputs: [String: " + code.className() + ".RawTensor]\n";
    }
}
