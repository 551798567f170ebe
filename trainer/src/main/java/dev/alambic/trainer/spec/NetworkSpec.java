package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The architecture of a classifier; the sizes of its input and of its output come from the data, or fit them. */
public sealed interface NetworkSpec
        permits NetworkSpec.Mlp,
                NetworkSpec.Cnn,
                NetworkSpec.TextCnn,
                NetworkSpec.Onnx,
                NetworkSpec.Teacher,
                NamedNetwork {

    /**
     * A multilayer perceptron: each hidden size gives Linear, BatchNorm (if asked for), activation and dropout; a last
     * Linear gives the logits [batch, classes].
     *
     * @param hidden the widths of the hidden layers, from the input on; may be empty
     * @param dropout probability that a hidden value is dropped while training, from 0 to below 1
     * @param init what the first weights of all layers are drawn from
     */
    @RecordBuilder
    record Mlp(List<Integer> hidden, boolean batchNorm, double dropout, ActivationFunction activation, WeightInit init)
            implements NetworkSpec, NetworkSpecMlpBuilder.With {
        public Mlp {
            hidden = List.copyOf(hidden);
            hidden.forEach(units -> Rule.atLeastOne("hidden", units));
            Rule.require(dropout >= 0 && dropout < 1, "dropout", "0 to below 1", dropout);
        }

        public static Mlp defaults() {
            return new Mlp(List.of(64, 32), true, 0, ActivationFunction.RELU, WeightInit.PYTORCH);
        }
    }

    /**
     * Layers in a row; the last one must give as many values as there are classes.
     *
     * @param layers at least one; a {@link Layer.Linear} of 0 units gives the logits
     */
    record Cnn(List<Layer> layers) implements NetworkSpec {
        public Cnn {
            layers = List.copyOf(layers);
            Rule.require(!layers.isEmpty(), "layers", "at least one layer", "none");
        }

        /** Returns a small network for images from 8x8 up. */
        public static Cnn defaults() {
            return new Cnn(List.of(
                    Layer.Conv.defaults().withFilters(16),
                    Layer.MaxPool.defaults(),
                    Layer.Conv.defaults().withFilters(32),
                    Layer.GlobalAveragePool.defaults(),
                    Layer.Linear.defaults()));
        }
    }

    /**
     * A network of texts: the vector of each token; convolutions over neighbouring tokens, of each filter its strongest
     * answer (Kim, Convolutional neural networks for sentence classification, arXiv:1408.5882, section 2), or without
     * them the mean of the vectors (Joulin et al., arXiv:1607.01759, section 2); hidden layers with rectifiers; a last
     * linear layer.
     *
     * @param embedding values of the vector of a token
     * @param kernels how many tokens each family of filters spans; empty for the mean
     * @param filters of each span
     * @param hidden the widths of the layers before the last
     * @param dropout probability that a value before a linear layer is dropped while training, from 0 to below 1
     */
    @RecordBuilder
    record TextCnn(int embedding, List<Integer> kernels, int filters, List<Integer> hidden, double dropout)
            implements NetworkSpec, NetworkSpecTextCnnBuilder.With {
        public TextCnn {
            kernels = List.copyOf(kernels);
            hidden = List.copyOf(hidden);
            Rule.atLeastOne("embedding", embedding);
            Rule.atLeastOne("filters", filters);
            kernels.forEach(kernel -> Rule.atLeastOne("kernels", kernel));
            hidden.forEach(units -> Rule.atLeastOne("hidden", units));
            Rule.require(dropout >= 0 && dropout < 1, "dropout", "0 to below 1", dropout);
        }

        public static TextCnn defaults() {
            return new TextCnn(64, List.of(3), 128, List.of(), 0.3);
        }
    }

    /**
     * Any ONNX model, its weights being the first ones. It takes raw values. Its first output is trained as logits
     * [batch, classes]; of one that ends in Softmax, what goes into that.
     *
     * @param file a model's file, or a name of the catalogue
     * @param cut the value inside the model that is its end; null = its first output
     * @param head what is put on that; null = nothing, the model has the classes of the data
     * @param tieWeights whether weights that the file holds twice, one as the transpose of the other, become one; null
     *     = they stay two
     * @param batchNorm whether batch normalization is put back for the training where an exporter folded it, and folded
     *     again at the end, which a model that was cut needs; null = no
     */
    @RecordBuilder
    record Onnx(
            String file,
            @Nullable String cut,
            @Nullable HeadSpec head,
            @Nullable Boolean tieWeights,
            @Nullable Boolean batchNorm)
            implements NetworkSpec, NetworkSpecOnnxBuilder.With {

        public Onnx(String file, @Nullable String cut, @Nullable HeadSpec head) {
            this(file, cut, head, null, null);
        }

        public Onnx {
            Rule.require(!file.isBlank(), "file", "a path, or a name of the catalogue", "blank");
        }

        /** Returns whether weights are tied. */
        public boolean ties() {
            return Boolean.TRUE.equals(tieWeights);
        }

        /** Returns whether batch normalization is put back. */
        public boolean normalizes() {
            return Boolean.TRUE.equals(batchNorm);
        }
    }

    /**
     * The teacher itself, or what is left of it when layers, then channels were cut; its weights are the first ones.
     * The teacher may be a file or have been trained in the same run.
     *
     * @param layers those that stay of the layers that it repeats; null = all
     * @param channels part of the channels, heads and hidden units that goes, from all groups that can only be cut
     *     together alike; above 0 and below 1; null = none
     * @param batchNorm whether batch normalization is put back for the training where an exporter folded it, and folded
     *     again at the end; null = where channels are cut
     */
    @RecordBuilder
    record Teacher(
            @Nullable LayerChoice layers,
            @Nullable Double channels,
            @Nullable Boolean batchNorm) implements NetworkSpec, NetworkSpecTeacherBuilder.With {
        public Teacher {
            Rule.require(
                    channels == null || (channels > 0 && channels < 1),
                    "channels",
                    "above 0 and below 1",
                    String.valueOf(channels));
        }

        /** Returns whether batch normalization is put back. */
        public boolean normalizes() {
            return batchNorm == null ? channels != null : batchNorm;
        }

        public static Teacher defaults() {
            return new Teacher(null, null, null);
        }
    }

    /** Returns a model as it is. */
    static Onnx onnx(String file) {
        return new Onnx(file, null, null);
    }

    static Mlp mlp(Integer... hidden) {
        return Mlp.defaults().withHidden(List.of(hidden));
    }

    static Cnn cnn(Layer... layers) {
        return new Cnn(List.of(layers));
    }
}
