package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.cli.run.Version;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Provider;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.engine.TrainingEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** Looks whether everything that the program needs is there. */
public final class DoctorCommand implements Command {

    private static final long MIN_HEAP_BYTES = 1L << 30;

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "check Java, engine, runtime, CUDA, memory and folders of this machine";
    }

    @Override
    public String operands() {
        return "";
    }

    @Override
    public Options options() {
        return new Options();
    }

    /** How serious it is. */
    enum State {
        OK("ok"),
        /** Something optional is not there. */
        ABSENT("absent"),
        WRONG("WRONG");

        private final String said;

        State(String said) {
            this.said = said;
        }
    }

    /** What was found of one thing. */
    record Finding(String what, State state, String detail) {}

    @Override
    public int run(Arguments arguments, Console console) {
        arguments.operands(0, 0);
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("alambic", State.OK, Version.number()));
        findings.add(java());
        findings.add(memory());
        findings.add(check("training engine", TrainingEngine::describe));
        findings.add(check("onnx runtime", () -> tryRuntime(Provider.CPU)));
        findings.add(check("cuda", () -> tryRuntime(Provider.CUDA)));
        findings.add(models());
        findings.add(check("temporary files", () -> tryWriting(Path.of(System.getProperty("java.io.tmpdir")))));
        findings.add(check("current folder", () -> tryWriting(Path.of("").toAbsolutePath())));
        console.result(findings, () -> text(findings));
        return findings.stream().anyMatch(finding -> finding.state() == State.WRONG)
                ? ExitCode.UNSUPPORTED
                : ExitCode.DONE;
    }

    private static Finding java() {
        int feature = Runtime.version().feature();
        String detail = System.getProperty("java.vm.name") + " " + Runtime.version() + " on "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores";
        return new Finding("java", feature >= 17 ? State.OK : State.WRONG, detail);
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory();
        return new Finding(
                "memory",
                heap >= MIN_HEAP_BYTES ? State.OK : State.WRONG,
                Numbers.grouped(heap >> 20) + " MiB for Java (ALAMBIC_JAVA_OPTS=-Xmx… changes it)");
    }

    private static Finding models() {
        List<String> there =
                ModelSource.names().stream().filter(ModelSource::isThere).toList();
        return there.isEmpty()
                ? new Finding("models by name", State.ABSENT, "none in this build (set ALAMBIC_PROFILES=models)")
                : new Finding("models by name", State.OK, String.join(", ", there));
    }

    private static Finding check(String what, Callable<String> trial) {
        try {
            return new Finding(what, State.OK, trial.call());
        } catch (UnsupportedModelException e) {
            return new Finding(what, State.ABSENT, String.valueOf(e.getMessage()));
        } catch (Exception | LinkageError e) { // whatever is broken here is what the user wants to read
            return new Finding(what, State.WRONG, String.valueOf(e.getMessage()));
        }
    }

    private static String tryRuntime(Provider provider) {
        OnnxModel model = OnnxModel.of(
                Graph.build("doctor", builder -> {
                    builder.input(ValueInfo.of("x", DataType.FLOAT, Shape.of(1)));
                    builder.node(Node.of("Relu", List.of("x"), "y"));
                    builder.output(ValueInfo.of("y", DataType.FLOAT, Shape.of(1)));
                }),
                17);
        try (Session session = Session.open(model, SessionOptions.defaults().withProvider(provider))) {
            session.run(Map.of("x", Tensor.ofFloats(new float[] {1}, 1)));
            return "runs a model on " + provider;
        }
    }

    private static String tryWriting(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".alambic", ".doctor");
        try {
            return folder + " can be written, "
                    + Numbers.grouped(Files.getFileStore(file).getUsableSpace() >> 20) + " MiB are free";
        } finally {
            Files.delete(file);
        }
    }

    private static String text(List<Finding> findings) {
        return findings.stream()
                .map(finding -> String.format(
                        Locale.ROOT, "%-8s %-16s %s", finding.state().said, finding.what(), finding.detail()))
                .collect(Collectors.joining("\n"));
    }
}
