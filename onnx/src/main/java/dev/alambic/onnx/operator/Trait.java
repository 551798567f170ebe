package dev.alambic.onnx.operator;

import dev.alambic.onnx.graph.Node;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that several operators of the standard have in common. Whoever asks "is it one of those" asks one of these;
 * a list of names elsewhere says something that only its reader needs to know.
 */
public final class Trait {

    /** Multiplies its input by its second, the weight, and sums up. */
    public static final Trait PRODUCT = of("Conv ConvTranspose Gemm MatMul");

    /** Goes along a sequence, with W as its second and R as its third input. */
    public static final Trait RECURRENT = of("LSTM GRU RNN");

    /** Holds most of the weights of a model, or multiplies as those do. */
    public static final Trait LAYER = of("", PRODUCT, RECURRENT);

    public static final Trait ARITHMETIC = of("Add Sub Mul Div");

    /** Gives truth values, for each position alone. */
    public static final Trait TRUTH = of("And Equal Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual Not Or Xor");

    /** Computes each position of its first input alone; further inputs are numbers. */
    public static final Trait UNARY = of("Abs Acos Asin Atan Cast Ceil Celu Clip Cos Dropout Elu Erf Exp Floor Gelu"
            + " HardSigmoid HardSwish Identity IsInf IsNaN LeakyRelu Log Mish Neg Not Reciprocal Relu Round Selu Shrink"
            + " Sigmoid Sign Sin Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu");

    /** Computes each position alone, of inputs that are broadcast to each other. */
    public static final Trait BROADCAST =
            of("Add And BitShift Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean"
                    + " Min Mod Mul Or PRelu Pow Sub Sum Where Xor");

    /** Cuts numbers off at bounds, which rounding to integers can do on the way. */
    public static final Trait CLAMP = of("Relu Clip");

    /** What follows a layer as part of it. */
    public static final Trait ACTIVATION = of("LeakyRelu Sigmoid Tanh HardSigmoid HardSwish", CLAMP);

    /** Gives x times a positive factor, the factor of each channel being its own, where it gives x. */
    public static final Trait HOMOGENEOUS = of("Relu LeakyRelu PRelu Identity");

    /** Reduces windows of positions, each channel alone. */
    public static final Trait POOL = of("MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool");

    /** Keeps the elements in their order and changes extents alone. */
    public static final Trait RESHAPE = of("Reshape Flatten Squeeze Unsqueeze");

    /** Gives numbers of its first input and no others, whatever they stand for: integers keep their scale. */
    public static final Trait KEEPS_SCALE = of("MaxPool Transpose", RESHAPE);

    /** Rounds to integers, or makes floats of them. */
    public static final Trait ROUNDING = of("QuantizeLinear DequantizeLinear");

    /** Makes integers of floats or floats of integers. */
    public static final Trait CONVERSION = of("DynamicQuantizeLinear", ROUNDING);

    /** Gives its first input in another form: other extents, order or type, but element for element. */
    public static final Trait FORM = of("Cast Identity Transpose", RESHAPE, ROUNDING);

    /** Moves, repeats or chooses elements, or states some; computes none. */
    public static final Trait MOVE = of(
            "Cast Concat Constant ConstantOfShape DepthToSpace Dropout Expand Gather GatherElements GatherND Identity Pad"
                    + " Range ScatterElements ScatterND Shape Size Slice SpaceToDepth Split Tile Transpose Where",
            RESHAPE);

    /** Tells extents, whatever the elements are. */
    public static final Trait EXTENTS = of("Shape Size");

    /** Carries extents from where they are told to where they are asked for. */
    public static final Trait CARRIES_EXTENTS = of("Gather Slice Concat Squeeze Unsqueeze Cast Identity");

    /** Gives something else each time. */
    public static final Trait RANDOM =
            of("Bernoulli Multinomial RandomNormal RandomNormalLike RandomUniform RandomUniformLike");

    /** Has a twin on integers in ONNX Runtime, called {@code QLinear} and its own name. */
    public static final Trait QLINEAR = of("Add AveragePool Concat GlobalAveragePool LeakyRelu Mul Sigmoid Softmax");

    private final Set<String> operators;

    private Trait(Set<String> operators) {
        this.operators = Collections.unmodifiableSet(operators);
    }

    /** Returns the trait of {@code operators}, names with blanks between them, and of those that have another one. */
    public static Trait of(String operators, Trait... included) {
        Set<String> all = new LinkedHashSet<>(operators.isEmpty() ? List.of() : List.of(operators.split(" ")));
        List.of(included).forEach(trait -> all.addAll(trait.operators));
        return new Trait(all);
    }

    /** Returns whether {@code node} is of the standard and has this. */
    public boolean isOf(Node node) {
        return node.isStandard() && isOf(node.opType());
    }

    /** Returns whether an operator of that name has this, in whatever domain. */
    public boolean isOf(String operator) {
        return operators.contains(operator);
    }

    /** Returns the names of the operators. */
    public Set<String> operators() {
        return operators;
    }
}
