package dev.alambic.onnx.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A model loaded into ONNX Runtime. Runs may come from several threads at once; closing may not overlap with them.
 *
 * <pre>{@code
 * try (Session session = Session.open(Path.of("student.onnx"), SessionOptions.defaults())) {
 *     Map<String, Tensor> outputs = session.run(Map.of("image", Tensor.ofFloats(pixels, 1, 1, 28, 28)));
 * }
 * }</pre>
 */
public final class Session implements AutoCloseable {
    private final String where;
    private final OrtSession session;
    private final @Nullable SessionFolder temporary;
    private final List<ValueInfo> inputs;
    private final List<ValueInfo> outputs;
    private final Set<String> outputNames;
    private final Set<String> tensorNames;

    private Session(String where, OrtSession session, @Nullable SessionFolder temporary) throws OrtException {
        this.where = where;
        this.session = session;
        this.temporary = temporary;
        this.inputs = values(session.getInputInfo());
        this.outputs = values(session.getOutputInfo());
        Set<String> names = new LinkedHashSet<>();
        Set<String> tensors = new LinkedHashSet<>();
        outputs.forEach(output -> {
            names.add(output.name());
            if (output.type() != null) {
                tensors.add(output.name());
            }
        });
        this.outputNames = Collections.unmodifiableSet(names);
        this.tensorNames = Collections.unmodifiableSet(tensors);
    }

    /**
     * Loads a model file.
     *
     * @throws InvalidModelException if the file is missing or breaks ONNX
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the runtime does not know an operator, the opset or
     *     the file format, or if the provider is not there
     */
    public static Session open(Path model, SessionOptions options) {
        if (!Files.isRegularFile(model)) {
            throw new InvalidModelException(
                    model.toString(), "the file is there", "a file", Files.exists(model) ? "a folder" : "nothing");
        }
        return open(model, model.toString(), null, options);
    }

    /**
     * Loads {@code model} through temporary files, which are removed on close; see {@link SessionFolder} for several.
     */
    public static Session open(OnnxModel model, SessionOptions options) {
        Hazards.require(model);
        SessionFolder temporary = SessionFolder.create();
        try {
            return open(
                    temporary.written(model, options), "model '" + model.graph().name() + "'", temporary, options);
        } catch (RuntimeException | Error e) {
            temporary.close();
            throw e;
        }
    }

    /**
     * Loads {@code model} with values inside the graph as further outputs, after its own.
     *
     * @throws IllegalArgumentException if the graph has no such value
     */
    public static Session open(OnnxModel model, Collection<String> intermediates, SessionOptions options) {
        return open(
                model.mapGraph(graph -> Intermediates.expose(graph, intermediates)),
                Intermediates.keeping(model.graph(), intermediates, options));
    }

    static Session open(Path file, String where, @Nullable SessionFolder temporary, SessionOptions options) {
        try (OrtSession.SessionOptions made = Environment.nativeOptions(Float16Guard.guard(file, options))) {
            OrtSession session = Environment.SHARED.createSession(file.toString(), made);
            try {
                return new Session(where, session, temporary);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw RuntimeFailures.loading(where, e);
        }
    }

    private static List<ValueInfo> values(Map<String, NodeInfo> infos) {
        return infos.values().stream()
                .map(info -> info.getInfo() instanceof TensorInfo tensor && NativeTensors.isKnown(tensor)
                        ? new ValueInfo(info.getName(), typeOf(tensor, info.getName()), Bytes.EMPTY)
                        : new ValueInfo(info.getName(), null, Bytes.EMPTY))
                .toList();
    }

    private static TensorType typeOf(TensorInfo info, String name) {
        long[] sizes = info.getShape();
        String[] symbols = info.getDimensionNames();
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] >= 0) {
                dims.add(Dim.of(sizes[axis]));
            } else {
                dims.add(symbols[axis].isEmpty() ? Dim.unknown() : Dim.of(symbols[axis]));
            }
        }
        return new TensorType(NativeTensors.typeOf(info, "value", name), new Shape(dims));
    }

    /** Returns the version of ONNX Runtime, which this loads into the process if no session has done so before. */
    public static String runtimeVersion() {
        return Environment.SHARED.getVersion();
    }

    /** Returns the inputs that must be fed; the type is null for what is not a tensor, or one of 4-bit numbers. */
    public List<ValueInfo> inputs() {
        return inputs;
    }

    /** Returns the outputs in the order of the graph. */
    public List<ValueInfo> outputs() {
        return outputs;
    }

    /** Runs on {@code feeds} and returns every output that is a tensor; see {@link #run(Map, Collection)}. */
    public Map<String, Tensor> run(Map<String, Tensor> feeds) {
        return run(feeds, tensorNames);
    }

    /**
     * Runs on {@code feeds} and returns the outputs of the given names, in their order.
     *
     * @throws IllegalArgumentException if an input is missing, unknown, or of another type or shape than the model
     *     takes, or if there is no such output
     * @throws EndlessRunException if the run does not end within the {@linkplain RunLimit limit}
     */
    public Map<String, Tensor> run(Map<String, Tensor> feeds, Collection<String> wantedOutputs) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        run(feeds, wantedOutputs, tensors::put);
        return tensors;
    }

    /**
     * Runs on {@code feeds} and gives each of {@code wantedOutputs} to {@code reader}, one copied after the other, so
     * that only one need be held; see {@link #run(Map, Collection)}.
     */
    public void run(Map<String, Tensor> feeds, Collection<String> wantedOutputs, BiConsumer<String, Tensor> reader) {
        Set<String> wanted = checkedOutputs(wantedOutputs);
        try (PreparedRun prepared = prepare(feeds);
                RunLimit limit = RunLimit.start(where);
                OrtSession.Result result =
                        limit.run(session, prepared.inputs(), wanted.isEmpty() ? outputNames : wanted)) {
            for (String name : wanted) {
                reader.accept(name, NativeTensors.fromNative(result.get(name).orElseThrow(), name));
            }
        } catch (OrtException e) {
            throw RuntimeFailures.running(where, e);
        }
    }

    private Set<String> checkedOutputs(Collection<String> wanted) {
        if (wanted instanceof Set<String> names && names.equals(tensorNames)) {
            return tensorNames;
        }
        for (String name : wanted) {
            if (!outputNames.contains(name)) {
                throw new IllegalArgumentException(
                        "output '" + name + "': the model has no such output (expected one of " + outputNames + ")");
            }
        }
        return new LinkedHashSet<>(wanted);
    }

    /** Copies {@code feeds} into the runtime's memory for many runs; see {@link #run(Map, Collection)} for failures. */
    public PreparedRun prepare(Map<String, Tensor> feeds) {
        return prepare(feeds, Map.of());
    }

    /**
     * As {@link #prepare(Map)}, for runs that follow each other.
     *
     * @param carried the output that each input of a state takes in the next run
     */
    public PreparedRun prepare(Map<String, Tensor> feeds, Map<String, String> carried) {
        Feeds.check(inputs, feeds);
        PreparedRun prepared = new PreparedRun(where, session, new LinkedHashMap<>(), carried);
        try {
            for (Map.Entry<String, Tensor> feed : feeds.entrySet()) {
                prepared.add(feed.getKey(), NativeTensors.toNative(Environment.SHARED, feed.getValue(), feed.getKey()));
            }
            return prepared;
        } catch (OrtException e) {
            prepared.close();
            throw RuntimeFailures.running(where, e);
        } catch (RuntimeException | Error e) {
            prepared.close();
            throw e;
        }
    }

    /** Has the runtime end the trace that {@link SessionOptions#profile} asked for; returns its file. */
    Path endProfile() {
        try {
            return Path.of(session.endProfiling());
        } catch (OrtException e) {
            throw RuntimeFailures.running(where, e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw RuntimeFailures.running(where, e);
        } finally {
            if (temporary != null) {
                temporary.close();
            }
        }
    }
}
