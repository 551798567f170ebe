package dev.alambic.cli.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.alambic.chart.table.Numbers;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.file.TextLines;
import dev.alambic.data.picture.ColourOrder;
import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.ImageOptions;
import dev.alambic.data.task.Classify;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.packager.Budget;
import dev.alambic.packager.PackageRequest;
import dev.alambic.packager.Packaged;
import dev.alambic.packager.Packager;
import dev.alambic.packager.Platform;
import dev.alambic.packager.code.KotlinPackage;
import dev.alambic.packager.contract.PixelScale;
import dev.alambic.packager.manifest.Evidence;
import dev.alambic.packager.manifest.Identity;
import dev.alambic.packager.sign.SigningKey;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.run.UsageException;
import dev.alambic.run.Version;
import dev.alambic.run.measure.ModelMetrics;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Packs a model and all that is needed to use it into one zip. */
public final class PackageCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "package",
                "<model.onnx>",
                "pack a model with manifest, golden vectors and code for those who will use it",
                flags());
    }

    private static Flags flags() {
        Flags flags = new Flags()
                .out("FILE", "where to write (default: <model>.alambic.zip)")
                .value("for", "TARGET,...", "android, ios, server (default: all)")
                .value("name", "TEXT", "name of the model (default: its run's and its file's)")
                .value("kotlin-package", "NAME", "of the Kotlin sources (default: dev.alambic.generated.<name>)")
                .value("version", "TEXT", "version of the package (default: 1.0.0)")
                .value("licence", "TEXT", "licence of the model, for example Apache-2.0")
                .value("task", "TEXT", "what it does (default: as the model says)")
                .value("labels", "A,B,...|FILE", "class names in the order of the output, or a file with one a line")
                .value("inputs", "PATH", "samples for golden vectors, as for quantize")
                .value("shape", "NAME=SIZE,...", "sizes of free dimensions in golden vectors")
                .value("bench", "FILE", "the bench.json that timed the model")
                .value("budget", "LIMITS", "return 1 if the model misses them, for example 1MB,10ms,0.97")
                .value("sign", "FILE", "sign by this key (PKCS#8 in PEM form, Ed25519)");
        StateFlags.addTo(ImageFlags.addTo(flags));
        return ModelData.addTo(flags);
    }

    /** What was written, for {@code --json}. */
    record Written(
            String file, long bytes, @JsonUnwrapped Model model, int files, int goldenVectors, List<String> notes) {}

    /** Which model is in it. */
    record Model(String name, String version, String sha256) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path input = arguments.modelFile();
        Path named = arguments.file();
        Path output =
                ModelFiles.output(arguments, named, named.resolveSibling(ModelFiles.stem(named) + ".alambic.zip"));
        Optional<Budget> budget = arguments.text("budget").map(Budget::parse);
        Set<Platform> targets = targets(arguments);
        Optional<SigningKey> key = arguments.path("sign").map(SigningKey::read);
        OnnxModel model = StateFlags.told(arguments, OnnxModel.read(input));
        StateFlags.say(model, console);
        List<String> notes = new ArrayList<>();
        OnnxModel runnable = Quantizer.runnable(model);
        if (!runnable.equals(model)) {
            input = ModelFiles.copy(runnable, ModelFiles.stem(input));
            model = runnable;
            notes.add("the model is packed in float32: ONNX Runtime has no kernels for what it computes in");
        }
        Evidence evidence = evidence(arguments, input, model);
        if (budget.isPresent()) {
            List<String> missed = budget.get().missed(ModelFiles.bytes(input), evidence);
            if (!missed.isEmpty()) {
                missed.forEach(line -> console.progress("budget missed: " + line));
                return ExitCode.GOAL_MISSED;
            }
        }
        PackageRequest request = PackageRequest.of(input, identity(arguments, named, model), Version.tool())
                .withTargets(targets)
                .withKotlinPackage(
                        arguments.text("kotlin-package").map(KotlinPackage::new).orElse(null))
                .withEvidence(evidence)
                .withData(new PackageRequest.Data(
                        new PackageSamples(arguments, named, model).read(),
                        arguments.sizes("shape"),
                        scale(arguments, named, model),
                        RunEvidence.dataOf(input),
                        arguments.has("state") ? StatePairs.of(model).text() : ""))
                .withPacker(new PackageRequest.Packer(Version.tool(), key.orElse(null)));
        arguments.requireAsked();
        Packaged packaged = Packager.write(request, output);
        notes.addAll(packaged.notes());
        Written written = new Written(
                output.toString(),
                packaged.bytes(),
                new Model(
                        packaged.manifest().identity().name(),
                        packaged.manifest().identity().version(),
                        packaged.manifest().model().content().sha256()),
                packaged.manifest().files().size(),
                packaged.manifest().golden().cases().size(),
                notes);
        notes.forEach(note -> console.progress("note: " + note));
        console.result(written, () -> text(written));
        return ExitCode.DONE;
    }

    /** Returns what the run knows, and the accuracy on {@code --data} if a classifier is judged by it. */
    private static Evidence evidence(Arguments arguments, Path input, OnnxModel model) {
        Evidence known = new RunEvidence(input).read(arguments.path("bench").orElse(null));
        boolean judged = !ModelInfo.of(model).labels().isEmpty() || Task.isRegression(model) || Task.isMultiTask(model);
        if (!arguments.has("data") || !judged) {
            return known;
        }
        ModelData data = ModelData.read(arguments, input, model, "test");
        TaskMetrics metrics = ModelMetrics.measure(input, data.samples(), SessionOptions.defaults());
        Map<String, Double> figures = metrics instanceof ClassificationMetrics
                ? Map.of(Measure.ACCURACY.key(), metrics.main())
                : metrics.allByKey();
        String measuredOn = data.samples().size() + " samples, " + data.part();
        return new Evidence(figures, measuredOn, known.latency(), known.machine());
    }

    private static Set<Platform> targets(Arguments arguments) {
        return arguments
                .text("for")
                .map(list -> {
                    Set<Platform> targets = new TreeSet<>();
                    Arrays.stream(list.split(",", -1))
                            .map(String::strip)
                            .forEach(each -> targets.add(Platform.named(each)));
                    return targets;
                })
                .orElse(EnumSet.allOf(Platform.class));
    }

    private static Identity identity(Arguments arguments, Path named, OnnxModel model) {
        ModelInfo info = ModelInfo.of(model);
        List<String> labels =
                arguments.text("labels").map(PackageCommand::labels).orElse(info.labels());
        String task = labels.isEmpty() ? "" : Classify.NAME;
        return new Identity(
                arguments.text("name").orElseGet(() -> new RunEvidence(named).name()),
                arguments.text("version").orElse("1.0.0"),
                arguments.text("task").orElse(info.task().isEmpty() ? task : info.task()),
                labels,
                labels.isEmpty() ? info.targets() : List.of(),
                arguments.text("licence").orElse(""));
    }

    /** Returns the lines of a file of that name, else the parts between commas. */
    private static List<String> labels(String given) {
        try {
            Path file = Path.of(given);
            if (Files.isRegularFile(file)) {
                return TextLines.read(file);
            }
        } catch (InvalidPathException e) {
            // labels, then
        }
        return Arrays.stream(given.split(",", -1)).map(String::strip).toList();
    }

    private static @Nullable PixelScale scale(Arguments arguments, Path input, OnnxModel model) {
        ImageOptions images = ImageFlags.read(arguments, input, model);
        if (images.order() != ColourOrder.RGB) {
            throw new UsageException(arguments.where("colours")
                    + ": the code of a package gives a model red, green and blue (expected rgb, was bgr)");
        }
        if (images.by().isEmpty() && images.width() == null) {
            return null;
        }
        arguments.say("a package says how pictures become the input: values "
                + (images.by().isEmpty() ? "0 to 1" : "by " + images.by())
                + (images.fit() == Fit.CROP || images.fit() == Fit.PAD || images.share() < 1
                        ? "; its code stretches pictures of another size, so cut or pad them before"
                        : ""));
        return new PixelScale(images.width(), images.height(), images.mean(), images.std());
    }

    private static String text(Written written) {
        return written.file() + ": " + Numbers.grouped(written.bytes()) + " bytes, "
                + written.model().name() + " "
                + written.model().version() + ", " + written.files() + " files, " + written.goldenVectors()
                + " golden vectors\ncheck it: alambic verify " + written.file();
    }
}
