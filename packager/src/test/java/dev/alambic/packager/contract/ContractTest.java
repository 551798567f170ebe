package dev.alambic.packager.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.edit.StringInputs;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.packager.Models;
import dev.alambic.packager.manifest.Identity;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {
    private static final List<String> THREE = List.of("a", "b", "c");
    private static final List<String> TWO = List.of("no", "yes");

    private static Identity labelled(List<String> labels) {
        return new Identity("m", "1", "", labels, "");
    }

    private static Contract contract(OnnxModel model, List<String> labels) {
        return Contract.of(model, labelled(labels), null);
    }

    private static List<String> said(List<Step> steps) {
        return steps.stream().map(Step::toString).toList();
    }

    @Test
    void aGreyPictureIsFedAsOneChannelOfItsLevels() {
        Contract contract = contract(Models.image(1, THREE), THREE);
        assertThat(contract.inputSpecs())
                .containsExactly(new TensorSpec(
                        "image",
                        "float",
                        List.of("batch", 1L, 6L, 6L),
                        List.of("batch", "channels", "height", "width"),
                        new TensorSpec.Range(0, 255),
                        "the pixels of a picture, after the preprocessing below"));
        assertThat(said(contract.preprocessing()))
                .containsExactly(
                        "Decode[colour=RGB, background=black]",
                        "Resize[width=6, height=6, method=antialiased-bilinear, fit=stretch]",
                        "Greyscale[red=0.299, green=0.587, blue=0.114]",
                        "Scale[factor=[1.0], offset=[0.0]]",
                        "Layout[order=NCHW, type=float32]",
                        "Feed[input=image, content=that tensor]");
    }

    @Test
    void aPictureOfColoursIsNotMadeGrey() {
        Contract contract = contract(Models.image(3, THREE), THREE);
        assertThat(said(contract.preprocessing()))
                .hasSize(5)
                .contains("Scale[factor=[1.0, 1.0, 1.0], offset=[0.0, 0.0, 0.0]]");
    }

    @Test
    void categoriesDatesAndGapsAreSteps() {
        InputMeaning.Table table = InputMeaning.Table.of(List.of(
                new TableColumn.Numeric("age", TableColumn.Fill.MEAN),
                new TableColumn.Category("city", List.of("", "Ulm"), null),
                new TableColumn.Date("day", "d.M.yyyy", null)));
        assertThat(TableSteps.of(table))
                .containsExactly(
                        new Step.Codes("city", List.of("", "Ulm"), 0),
                        new Step.DateParts(
                                "day",
                                "d.M.yyyy",
                                List.of("day.year", "day.month", "day.day", "day.weekday", "day.days")),
                        new Step.Gaps(List.of("age")));
        assertThat(TableSteps.of(new InputMeaning.Table(List.of("a")))).isEmpty();
    }

    @Test
    void columnsAreFedOneEachWhereTheModelTakesTexts() {
        InputMeaning.Table table = InputMeaning.Table.of(List.of(
                new TableColumn.Numeric("age", TableColumn.Fill.MEAN),
                new TableColumn.Category("city", List.of("", "Bonn", "Ulm"), null)));
        OnnxModel codes = GraphText.model("x: float[batch, 2]\ny = Relu(x)\nreturn y: float[batch, 2]", out -> {});
        OnnxModel strings =
                StringInputs.applyTo(ModelInfo.of(codes).withInput(table).applyTo(codes));
        Contract contract = contract(strings, TWO);

        String age = "column 'age', a number a sample, raw units";
        String city = "column 'city', a text a sample, empty where it is missing; any that is none of these counts as"
                + " unknown: Bonn | Ulm";
        assertThat(contract.preprocessing())
                .containsExactly(new Step.Gaps(List.of("age")), new Step.Feed("age", age), new Step.Feed("city", city));
        assertThat(contract.inputSpecs()).extracting(TensorSpec::meaning).containsExactly(age, city);
        assertThat(contract.inputSpecs()).extracting(TensorSpec::type).containsExactly("float", "string");
    }

    @Test
    void aRowIsItsFeaturesInOrder() {
        List<String> features = List.of("width", "height", "depth", "weight");
        Contract contract = contract(Models.table(features, TWO), TWO);
        assertThat(contract.preprocessing())
                .containsExactly(new Step.Columns(features), new Step.Feed("row", "one row a sample"));
        assertThat(contract.inputSpecs().get(0).axes()).containsExactly("batch", "features");
        assertThat(contract.inputSpecs().get(0).meaning())
                .isEqualTo("4 features of a row, raw units: see step columns");
        assertThat(contract.inputSpecs().get(0).range()).isNull();
    }

    @Test
    void aTextIsCutPaddedAndFedByTheRolesOfTheInputs() {
        Contract contract = contract(Models.text(TWO), TWO);
        assertThat(contract.tokenizer()).contains("{}");
        assertThat(contract.preprocessing())
                .containsExactly(
                        new Step.Tokenize("tokenizer.json", 12, "end"),
                        new Step.Pad(3, 12, "end"),
                        new Step.Feed("input_ids", "the numbers of the tokens"),
                        new Step.Feed("attention_mask", "1 for each token and 0 for padding"));
        assertThat(contract.inputSpecs())
                .extracting(TensorSpec::range)
                .containsExactly(new TensorSpec.Range(0, 10), new TensorSpec.Range(0, 1));
        assertThat(contract.role(contract.inputs().get(1))).contains(TextRole.MASK);
    }

    @Test
    void twoTextsAreCutTogetherAndToldApartBySegments() {
        Contract contract = contract(Models.pairs(TWO), TWO);
        assertThat(contract.preprocessing())
                .containsExactly(
                        new Step.Pair("question", "passage", 7),
                        new Step.Tokenize("tokenizer.json", 12, "end"),
                        new Step.Pad(3, 12, "end"),
                        new Step.Feed("input_ids", "the numbers of the tokens"),
                        new Step.Feed("token_type_ids", TextRole.OF_PAIRS));
    }

    @Test
    void aSoundHasItsRateAndLength() {
        Contract contract = contract(Models.sound(TWO), TWO);
        assertThat(contract.preprocessing())
                .containsExactly(new Step.Sound(16000, 4, "end"), new Step.Feed("row", "one sound a sample"));
        assertThat(contract.inputSpecs().get(0).range()).isEqualTo(new TensorSpec.Range(-1, 1));
        assertThat(contract.inputSpecs().get(0).axes()).containsExactly("batch", "samples");
    }

    @Test
    void whatAModelDoesNotSayIsNotGuessed() {
        Contract contract = contract(Models.generic(), List.of());
        assertThat(contract.preprocessing()).isEmpty();
        assertThat(contract.postprocessing()).isEmpty();
        assertThat(contract.tokenizer()).isEmpty();
        assertThat(contract.outputSpecs())
                .extracting(TensorSpec::meaning)
                .containsOnly("not said by the model: ask its authors");
        assertThat(contract.role(contract.inputs().get(0))).isEmpty();
    }

    @Test
    void logitsBecomeProbabilitiesAndProbabilitiesStay() {
        Contract logits = contract(Models.image(1, THREE), THREE);
        assertThat(logits.postprocessing())
                .containsExactly(new Step.Softmax("logits"), new Step.ArgMax("logits"), new Step.TopK(3));
        assertThat(logits.outputSpecs().get(0).range()).isNull();

        OnnxModel softmax = GraphText.model("""
                x: float[batch, 2]
                y = Softmax(x) axis=1
                return y: float[batch, 2]
                """, builder -> {});
        Contract probabilities = contract(softmax, TWO);
        assertThat(probabilities.postprocessing()).containsExactly(new Step.ArgMax("y"), new Step.TopK(2));
        assertThat(probabilities.outputSpecs().get(0).range()).isEqualTo(new TensorSpec.Range(0, 1));
        assertThat(probabilities.outputSpecs().get(0).axes()).containsExactly("batch", "classes");
    }

    @Test
    void oneProbabilityIsThatOfTheSecondLabel() {
        OnnxModel detector = GraphText.model("""
                x: float[batch, 1]
                y = Sigmoid(x)
                return y: float[batch, 1]
                """, builder -> {});
        Contract contract = contract(detector, TWO);
        assertThat(contract.postprocessing()).containsExactly(new Step.Second("y"));
        assertThat(contract.outputSpecs().get(0).range()).isEqualTo(new TensorSpec.Range(0, 1));
        assertThat(contract.outputSpecs().get(0).meaning()).isEqualTo("the probability of the second label");
    }

    @Test
    void atMostFiveClassesAreListed() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 7]
                y = Identity(x)
                return y: float[batch, 7]
                """, builder -> {});
        assertThat(contract(model, List.of("a", "b", "c", "d", "e", "f", "g")).postprocessing())
                .contains(new Step.TopK(5));
    }

    @Test
    void labelsAreOneForEachClass() {
        assertThatThrownBy(() -> contract(Models.image(1, THREE), TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("output 'logits': as many labels as classes (expected 3, was 2)");
    }

    /** ImageNet has two classes called crane, a bird and a machine. */
    @Test
    void twoClassesMayHaveOneName() {
        OnnxModel model = Models.image(1, THREE);
        assertThat(contract(model, List.of("crane", "b", "crane")).outputSpecs())
                .hasSize(1);
    }

    @Test
    void outputsOfAFreeExtentTakeAnyLabels() {
        OnnxModel model = GraphText.model("""
                x: float[batch, n]
                y = Identity(x)
                return y: float[batch, n]
                """, builder -> {});
        assertThat(contract(model, THREE).outputSpecs().get(0).shape()).containsExactly("batch", "n");
    }

    @Test
    void scalesOfPicturesAreForModelsThatDoNotSayThem() {
        PixelScale scale = new PixelScale(null, null, List.of(0.5), List.of(0.5));
        OnnxModel silent = GraphText.model("""
                x: float[1, 3, 4, 5]
                y = Relu(x)
                return y: float[1, 3, 4, 5]
                """, builder -> {});
        Contract contract = Contract.of(silent, labelled(List.of()), scale);
        assertThat(contract.inputSpecs().get(0).range()).isEqualTo(new TensorSpec.Range(-1, 1));
        OnnxModel telling = Models.image(1, THREE);
        assertThatThrownBy(() -> Contract.of(telling, labelled(THREE), scale))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--image-size, --mean, --std: the model says itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int4[batch, 2]", "complex128[batch, 2]"})
    void inputsThatAreNeitherNumbersNorTextsAreUnsupported(String type) {
        OnnxModel model = GraphText.model("x: " + type + "\ny = Identity(x)\nreturn y: " + type, builder -> {});
        assertThatThrownBy(() -> contract(model, List.of()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("input 'x': a package takes tensors of numbers or texts of known rank");
    }

    @Test
    void anInputOfUnknownRankIsToBeFixed() {
        ValueInfo x = ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch"));
        Graph graph = Graph.build(
                "unknown",
                builder -> builder.input(x.withType(new TensorType(DataType.FLOAT, null)))
                        .output(x.withName("y"))
                        .node(Node.of("Relu", List.of("x"), "y")));
        OnnxModel open = OnnxModel.of(graph, 17);
        assertThatThrownBy(() -> contract(open, List.of()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("input 'x': its rank is not known: fix its shape, for example with alambic optimize --shape"
                        + " x:1x3, and package what that writes");
    }

    @Test
    void extentsWithoutANameAreCalledByInputAndAxis() {
        OnnxModel model = GraphText.model("""
                x: float[?, rows, 2]
                y = Relu(x)
                return y: float[?, rows, 2]
                """, builder -> {});
        assertThat(contract(model, List.of()).inputSpecs().get(0).shape()).containsExactly("x.0", "rows", 2L);
    }
}
