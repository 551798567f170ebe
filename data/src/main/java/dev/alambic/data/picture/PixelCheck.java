package dev.alambic.data.picture;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether pixels come as a model expects them, where it tells: by the running mean and variance of the first
 * BatchNormalization, if at most one convolution lies between it and the picture. Of models in which that is folded
 * into the convolution nothing is claimed.
 *
 * <p>For each of its channels the activations on some pictures, of mean m and variance v, are compared with the running
 * mean μ and variance σ² by the Kullback-Leibler divergence of two normal distributions, {@code (v/σ² + (m - μ)²/σ² - 1
 * - ln(v/σ²)) / 2} nats. The median over the channels is how far the pixels are. They are plainly wrong where that is
 * above {@value #FAR}, and one of the {@link Preset}s is {@value #NEARER} times nearer. Read with the wrong one of two
 * scales that differ by a factor of 4, as 0 to 1 and ImageNet's do, v/σ² is 1/16 and the divergence about 0.9.
 */
public final class PixelCheck {
    static final double FAR = 0.3;
    static final double NEARER = 3;
    /** Pictures to run on; a mean over all of their pixels. */
    public static final int PICTURES = 16;

    private static final double LEAST = 1e-6; // of a ratio of variances: a picture of one colour
    private static final Set<String> PRODUCTS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");
    private static final String STATISTICS = "BatchNormalization";

    private final PictureForm form;
    private final OnnxModel front;
    private final Expected expected;

    private PixelCheck(PictureForm form, OnnxModel front, Expected expected) {
        this.form = form;
        this.front = front;
        this.expected = expected;
    }

    /** Running statistics of the channels. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Expected(float[] mean, float[] variance, float epsilon) {

        /**
         * Returns the median divergence of what was seen.
         *
         * @param count values a channel
         */
        double distance(double[] sums, double[] squares, long count) {
            return median(IntStream.range(0, sums.length)
                    .mapToDouble(c -> {
                        double mean = sums[c] / count;
                        double spread = (double) variance[c] + epsilon;
                        double ratio = Math.max(LEAST, (squares[c] / count - mean * mean) / spread);
                        double moved = mean - this.mean[c];
                        return (ratio + moved * moved / spread - 1 - Math.log(ratio)) / 2;
                    })
                    .sorted()
                    .toArray());
        }

        private static double median(double... sorted) {
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }
    }

    /** Returns the check for a model, empty if it does not tell what it expects. */
    public static Optional<PixelCheck> of(OnnxModel model, PictureForm form) {
        Graph graph = model.graph();
        return graph.nodes().stream()
                .filter(node -> node.is(STATISTICS))
                .findFirst()
                .filter(node -> node.intAttribute("training_mode", 0) == 0)
                .flatMap(node -> expected(graph, node)
                        .flatMap(expected -> front(graph, node.inputs().get(0))
                                .map(front -> new PixelCheck(form, model.withGraph(front), expected))));
    }

    private static Optional<Expected> expected(Graph graph, Node node) {
        return graph.floatConstant(node, 3)
                .flatMap(mean -> graph.floatConstant(node, 4)
                        .map(variance ->
                                new Expected(mean.floats(), variance.floats(), node.floatAttribute("epsilon", 1e-5f))));
    }

    /** Returns the nodes from the picture to a value, empty if there are more than look at single pixels once. */
    private static Optional<Graph> front(Graph graph, String value) {
        Set<Node> needed = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(value));
        while (!open.isEmpty()) {
            Optional<Node> producer = graph.index().producer(open.remove(open.size() - 1));
            if (producer.isPresent() && needed.add(producer.get())) {
                producer.get().inputs().stream().filter(each -> !each.isEmpty()).forEach(open::add);
            }
        }
        List<Node> nodes = graph.nodes().stream().filter(needed::contains).toList();
        boolean isPlain = nodes.stream()
                .allMatch(node -> node.isStandard() && node.subgraphs().isEmpty());
        long products =
                nodes.stream().filter(node -> PRODUCTS.contains(node.opType())).count();
        ValueInfo input = graph.requiredInputs().get(0);
        boolean reads = nodes.stream().anyMatch(node -> node.inputs().contains(input.name()));
        if (!isPlain || products > 1 || !reads || graph.requiredInputs().size() > 1) {
            return Optional.empty();
        }
        Set<String> read =
                nodes.stream().flatMap(node -> node.inputs().stream()).collect(Collectors.toSet());
        return Optional.of(Graph.build("front", builder -> {
            builder.input(input);
            graph.initializers().forEach((name, tensor) -> {
                if (read.contains(name)) {
                    builder.initializer(name, tensor);
                }
            });
            nodes.forEach(builder::node);
            builder.output(new ValueInfo(value, null, Bytes.EMPTY));
        }));
    }

    /**
     * Returns what to say if the pixels are plainly wrong.
     *
     * @param pictures values of each, in the form of this check
     */
    public Optional<String> warning(List<float[]> pictures) {
        if (pictures.isEmpty()) {
            return Optional.empty();
        }
        try (Session session = Session.open(front, SessionOptions.defaults())) {
            double own = distance(session, pictures);
            if (!(own > FAR)) {
                return Optional.empty();
            }
            record Fitting(Preset preset, double distance) {}
            return Arrays.stream(Preset.values())
                    .flatMap(preset -> form
                            .with(preset)
                            .map(other -> new Fitting(
                                    preset,
                                    distance(
                                            session,
                                            pictures.stream()
                                                    .map(values -> form.revalued(values, other))
                                                    .toList())))
                            .stream())
                    .min(Comparator.comparingDouble(Fitting::distance))
                    .filter(best -> best.distance() * NEARER <= own)
                    .map(best -> "the pixels are not those that the first " + STATISTICS
                            + " of the model expects: its inputs on " + pictures.size() + " pictures are "
                            + number(own) + " nats from its mean and variance (more than " + FAR
                            + " is far), with --preprocess " + best.preset().label() + " " + number(best.distance()));
        }
    }

    private static String number(double nats) {
        return String.format(Locale.ROOT, "%.2f", nats);
    }

    private double distance(Session session, List<float[]> pictures) {
        ValueInfo input = front.graph().requiredInputs().get(0);
        TensorType type = input.type();
        int batch = type != null && type.shape() != null && type.shape().dim(0) instanceof Dim.Fixed fixed
                ? Math.toIntExact(fixed.size())
                : 1;
        int width = form.valueCount();
        int channels = expected.mean().length;
        double[] sums = new double[channels];
        double[] squares = new double[channels];
        long count = 0;
        for (int start = 0; start < pictures.size(); start += batch) {
            float[] values = new float[batch * width];
            for (int i = 0; i < batch; i++) {
                System.arraycopy(pictures.get((start + i) % pictures.size()), 0, values, i * width, width);
            }
            Tensor seen = session.run(Map.of(input.name(), form.batch(values, batch)))
                    .values()
                    .iterator()
                    .next();
            float[] activations = seen.floats();
            int plane = Math.toIntExact(activations.length / (seen.dim(0) * channels));
            for (int i = 0; i < activations.length; i++) {
                int channel = i / plane % channels;
                sums[channel] += activations[i];
                squares[channel] += (double) activations[i] * activations[i];
            }
            count += seen.dim(0) * plane;
        }
        return expected.distance(sums, squares, count);
    }
}
