package dev.alambic.onnx;

import dev.alambic.onnx.canonical.Canonical;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.ModelReader;
import dev.alambic.onnx.serde.ModelWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A whole ONNX model, as an immutable value.
 *
 * @param content what its file holds; see {@link ModelMetadata} for the keys of its metadata that we write
 * @param about what else is known of it, which goes on to what is made of it
 */
public record OnnxModel(ModelContent content, About about) {

    public OnnxModel(ModelContent content) {
        this(content, About.NOTHING);
    }

    /**
     * Returns the files that the model in {@code file} is made of: that one, and those beside it that its weights lie
     * in.
     *
     * @throws dev.alambic.onnx.graph.InvalidModelException as {@link #read} does
     */
    public static List<Path> files(Path file) {
        return ModelReader.files(file);
    }

    /**
     * Reads a model file; weights in external files are mapped, not read. What files may say in several ways is brought
     * into one, which {@link About#notes()} tells: nodes out of order are put in order, and initializers that a file
     * before format 4 had to list as inputs are constants.
     *
     * @throws InvalidModelException if the file is missing, unreadable, truncated or not an ONNX model, or if it points
     *     outside its own folder
     */
    public static OnnxModel read(Path file) {
        return canonical(ModelReader.read(file));
    }

    /** Returns {@code content} as {@link #read} gives it. */
    public static OnnxModel canonical(ModelContent content) {
        Canonical canonical = Canonical.of(content);
        return new OnnxModel(canonical.content(), new About(canonical.notes(), List.of(), false));
    }

    /**
     * Writes this model whole or not at all: to a temporary file beside {@code file}, forced to disk, then renamed.
     * Models above the size that protobuf can hold put their weights into {@code <file>.data}.
     *
     * @throws java.io.UncheckedIOException if the disk is full or the folder cannot be written
     */
    public void write(Path file) {
        ModelWriter.write(content, file);
    }

    /** Returns a model of {@code graph} with the standard operators at {@code opset} and a matching file format. */
    public static OnnxModel of(Graph graph, long opset) {
        return new OnnxModel(new ModelContent(
                irVersionFor(opset),
                Map.of("", opset),
                new ModelContent.Producer("alambic", ""),
                graph,
                Map.of(),
                Bytes.EMPTY));
    }

    /**
     * Returns the lowest file format that may carry {@code opset} (the standard's Versioning.md, released versions).
     */
    private static long irVersionFor(long opset) {
        if (opset >= 21) {
            return opset >= 25 ? 13 : opset >= 23 ? opset - 12 : 10;
        }
        return opset >= 19 ? 9 : opset >= 15 ? 8 : 7;
    }

    /** Returns the version of the file format. */
    public long irVersion() {
        return content.irVersion();
    }

    /** Returns the version of each operator domain; the standard's domain is the empty string. */
    public Map<String, Long> opsets() {
        return content.opsets();
    }

    public Graph graph() {
        return content.graph();
    }

    /** Returns {@code metadata_props}, in the order of the file. */
    public Map<String, String> metadata() {
        return content.metadata();
    }

    /** Returns the version of the standard's operators, or 0 if the model imports none. */
    public long opset() {
        return opsets().getOrDefault("", opsets().getOrDefault("ai.onnx", 0L));
    }

    public OnnxModel withGraph(Graph newGraph) {
        return new OnnxModel(content.withGraph(newGraph), about);
    }

    /** Returns this model with its graph changed by {@code change}. */
    public OnnxModel mapGraph(UnaryOperator<Graph> change) {
        return withGraph(change.apply(graph()));
    }

    public OnnxModel withMetadata(Map<String, String> newMetadata) {
        return with(irVersion(), opsets(), newMetadata);
    }

    /** Returns this model with one entry of metadata set. */
    public OnnxModel withMetadata(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(metadata());
        changed.put(key, value);
        return withMetadata(changed);
    }

    public OnnxModel withOpset(String domain, long version) {
        Map<String, Long> changed = new LinkedHashMap<>(opsets());
        changed.put(domain, version);
        return with(irVersion(), changed, metadata());
    }

    /** Returns this model with inputs that it takes, to be checked and measured on. */
    public OnnxModel withSamples(List<Map<String, Tensor>> samples) {
        return new OnnxModel(content, new About(about.notes(), samples, about.isTrusted()));
    }

    /** Returns this model with one more of {@link About#notes()}. */
    public OnnxModel noted(String note) {
        List<String> notes = new ArrayList<>(about.notes());
        notes.add(note);
        return new OnnxModel(content, new About(notes, about.samples(), about.isTrusted()));
    }

    /** Returns this model, of which nothing that is made is run to be checked. */
    public OnnxModel trusted() {
        return new OnnxModel(content, new About(about.notes(), about.samples(), true));
    }

    /** Returns this model in which no caller can override an initializer. */
    public OnnxModel withoutDefaults() {
        return mapGraph(Canonical::withoutDefaults);
    }

    public OnnxModel withIrVersion(long newIrVersion) {
        return with(newIrVersion, opsets(), metadata());
    }

    private OnnxModel with(long irVersion, Map<String, Long> opsets, Map<String, String> metadata) {
        return new OnnxModel(
                new ModelContent(irVersion, opsets, content.producer(), graph(), metadata, content.rest()), about);
    }
}
