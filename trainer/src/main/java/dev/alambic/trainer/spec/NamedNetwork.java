package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A network that has a name in the field; it is made as an ONNX graph, and trained as one. */
public sealed interface NamedNetwork extends NetworkSpec
        permits NamedNetwork.Resnet, NamedNetwork.MobilenetV2, NamedNetwork.OfTexts {

    /** Returns what recipes call it. */
    String called();

    /** A network of texts. */
    sealed interface OfTexts extends NamedNetwork permits Bert, Lstm {}

    /**
     * A residual network: He et al., <cite>Deep residual learning for image recognition</cite>, CVPR 2016. Pictures
     * below 64 pixels begin with a convolution of 3 x 3 that keeps their size.
     *
     * @param depth layers with weights: 18, 34, 50, 101 or 152 (table 1), or, for small pictures, 20, 32, 44, 56 or 110
     *     (section 4.2)
     * @param width channels of the first stage; 0 = as in the paper, 64, or 16 for small pictures
     */
    @RecordBuilder
    record Resnet(int depth, int width) implements NamedNetwork, NamedNetworkResnetBuilder.With {

        private static final Map<Integer, List<Integer>> STAGES = Map.of(
                18, List.of(2, 2, 2, 2),
                34, List.of(3, 4, 6, 3),
                50, List.of(3, 4, 6, 3),
                101, List.of(3, 4, 23, 3),
                152, List.of(3, 8, 36, 3),
                20, List.of(3, 3, 3),
                32, List.of(5, 5, 5),
                44, List.of(7, 7, 7),
                56, List.of(9, 9, 9),
                110, List.of(18, 18, 18));

        private static final int LARGE_WIDTH = 64;
        private static final int SMALL_WIDTH = 16;

        public Resnet {
            Rule.require(STAGES.containsKey(depth), "depth", "18, 34, 50, 101, 152, or 20, 32, 44, 56, 110", depth);
            Rule.require(width >= 0, "width", "at least 0", width);
        }

        public static Resnet defaults() {
            return new Resnet(18, 0);
        }

        @Override
        public String called() {
            return "resnet";
        }

        /** Returns the number of blocks of each stage. */
        public List<Integer> stages() {
            return Objects.requireNonNull(STAGES.get(depth));
        }

        /** Returns whether a block is three convolutions, 1 x 1, 3 x 3 and 1 x 1, rather than two. */
        public boolean isBottleneck() {
            return depth == 50 || depth == 101 || depth == 152;
        }

        /** Returns the channels of the first stage. */
        public int firstWidth() {
            return width > 0 ? width : stages().size() == 3 ? SMALL_WIDTH : LARGE_WIDTH;
        }
    }

    /**
     * Inverted residuals: Sandler et al., <cite>MobileNetV2</cite>, CVPR 2018. For pictures below 64 pixels its first
     * two reductions are left out.
     *
     * @param width factor of all channels, above 0
     * @param dropout probability that a feature is dropped while training, from 0 to below 1
     */
    @RecordBuilder
    record MobilenetV2(double width, double dropout) implements NamedNetwork, NamedNetworkMobilenetV2Builder.With {

        public MobilenetV2 {
            Rule.require(width > 0 && width <= 8, "width", "above 0, up to 8", width);
            Rule.require(dropout >= 0 && dropout < 1, "dropout", "0 to below 1", dropout);
        }

        public static MobilenetV2 defaults() {
            return new MobilenetV2(1, 0.2);
        }

        @Override
        public String called() {
            return "mobilenetV2";
        }
    }

    /**
     * A transformer encoder: Devlin et al., <cite>BERT</cite>, NAACL 2019; the mean of its last vectors, and a linear
     * layer.
     *
     * @param layers of attention
     * @param hidden values of a vector, a multiple of {@code heads}
     * @param heads of attention
     * @param intermediate values between the two linear layers; 0 = 4 times {@code hidden}
     * @param dropout probability that a value is dropped while training, from 0 to below 1
     */
    @RecordBuilder
    record Bert(int layers, int hidden, int heads, int intermediate, double dropout)
            implements OfTexts, NamedNetworkBertBuilder.With {

        private static final int WIDER = 4;

        public Bert {
            Rule.atLeastOne("layers", layers);
            Rule.atLeastOne("heads", heads);
            Rule.require(
                    hidden >= heads && hidden % heads == 0, "hidden", "a multiple of heads (" + heads + ")", hidden);
            Rule.require(intermediate >= 0, "intermediate", "at least 0", intermediate);
            Rule.require(dropout >= 0 && dropout < 1, "dropout", "0 to below 1", dropout);
        }

        /** Returns the tiny one of Turc et al., <cite>Well-read students learn better</cite>, arXiv:1908.08962. */
        public static Bert defaults() {
            return new Bert(2, 128, 2, 0, 0.1);
        }

        @Override
        public String called() {
            return "bert";
        }

        /** Returns the values between the two linear layers. */
        public int innerWidth() {
            return intermediate > 0 ? intermediate : WIDER * hidden;
        }
    }

    /**
     * Long short-term memory over the vectors of tokens: Hochreiter and Schmidhuber, Neural Computation 1997; the last
     * states, and a linear layer.
     *
     * @param embedding values of the vector of a token
     * @param hidden values of a state, in each direction
     * @param layers upon each other
     * @param bidirectional whether texts are also read backwards
     * @param dropout probability that a value before and behind the layers is dropped while training, from 0 to below 1
     */
    @RecordBuilder
    record Lstm(int embedding, int hidden, int layers, boolean bidirectional, double dropout)
            implements OfTexts, NamedNetworkLstmBuilder.With {

        public Lstm {
            Rule.atLeastOne("embedding", embedding);
            Rule.atLeastOne("hidden", hidden);
            Rule.atLeastOne("layers", layers);
            Rule.require(dropout >= 0 && dropout < 1, "dropout", "0 to below 1", dropout);
        }

        public static Lstm defaults() {
            return new Lstm(64, 64, 1, true, 0.3);
        }

        @Override
        public String called() {
            return "lstm";
        }

        /** Returns the values of a state in all directions. */
        public int features() {
            return bidirectional ? 2 * hidden : hidden;
        }
    }
}
