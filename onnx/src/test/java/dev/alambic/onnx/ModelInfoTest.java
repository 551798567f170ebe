package dev.alambic.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelInfoTest {
    private static final OnnxModel MODEL = OnnxModel.of(GraphText.graph("return x"), 17);

    @Test
    void columnsOfATableReadBack() {
        InputMeaning.Table table = InputMeaning.Table.of(List.of(
                new TableColumn.Numeric("age", TableColumn.Fill.MOST_FREQUENT),
                new TableColumn.Numeric("size", null),
                new TableColumn.Category("city", List.of("Bonn", "Ulm"), "Ulm"),
                new TableColumn.Date("joined", "d.M.yyyy H:mm", TableColumn.Fill.MEDIAN)));

        assertThat(table.features())
                .containsExactly(
                        "age",
                        "size",
                        "city",
                        "joined.year",
                        "joined.month",
                        "joined.day",
                        "joined.weekday",
                        "joined.days",
                        "joined.hour");
        assertThat(MetadataJson.input(MetadataJson.write(table), "")).isEqualTo(table);
        assertThat(MetadataJson.write(new InputMeaning.Table(List.of("a"))))
                .isEqualTo("{\"kind\":\"table\",\"features\":[\"a\"]}");
        assertThat(MetadataJson.input("{\"kind\":\"table\",\"features\":[\"a\"],\"columns\":[]}", ""))
                .isNull();
    }

    @Test
    void whatIsSaidIsReadBack() {
        ModelInfo info = ModelInfo.none()
                .withTask("classification")
                .withLabels(List.of("gut, artig", "bös\"artig"))
                .withInput(new InputMeaning.Table(List.of("radius", "texture")))
                .withTool("alambic 0.1")
                .withRecipe("breast-cancer")
                .withSeed(-7L)
                .withSourceSha256("ab")
                .withHistory(List.of("distilled", "stripped"));
        assertThat(ModelInfo.of(info.applyTo(MODEL))).isEqualTo(info);
    }

    @Test
    void anImageIsDescribedInJson() {
        ModelInfo info = ModelInfo.none().withInput(new InputMeaning.Image(1, 28, 28, 0, 255));
        OnnxModel model = info.applyTo(MODEL);
        assertThat(model.metadata())
                .containsEntry(
                        "input",
                        "{\"kind\":\"image\",\"channels\":1,\"height\":28,\"width\":28,\"min\":0.0,\"max\":255.0}");
        assertThat(ModelInfo.of(model)).isEqualTo(info);
    }

    @Test
    void aTextCarriesItsTokenizer() {
        ModelInfo info = ModelInfo.none().withInput(new InputMeaning.Text(64, 0, "{\"version\":\"1.0\"}"));
        OnnxModel model = info.applyTo(MODEL);
        assertThat(model.metadata())
                .containsEntry("input", "{\"kind\":\"text\",\"length\":64,\"padId\":0}")
                .containsEntry("tokenizer", "{\"version\":\"1.0\"}");
        assertThat(ModelInfo.of(model)).isEqualTo(info);
    }

    @Test
    void aTextKeepsTheRolesOfItsInputs() {
        InputMeaning.Text text = new InputMeaning.Text(8, 0, "{}").withRoles(Map.of("b", "mask", "a", "tokens"));
        OnnxModel model = ModelInfo.none().withInput(text).applyTo(MODEL);
        assertThat(model.metadata())
                .containsEntry(
                        "input",
                        "{\"kind\":\"text\",\"length\":8,\"padId\":0,\"roles\":{\"a\":\"tokens\",\"b\":\"mask\"}}");
        assertThat(ModelInfo.of(model).input()).isEqualTo(text);
        assertThat(text.withLength(9).roles()).isEqualTo(text.roles());
        assertThat(text.cutsAs(new InputMeaning.Text(8, 0, "{}"))).isTrue();
        assertThat(text.cutsAs(new InputMeaning.Text(9, 0, "{}"))).isFalse();
    }

    @Test
    void aTextWithoutTokenizerCountsAsNone() {
        OnnxModel model = MODEL.withMetadata("input", "{\"kind\":\"text\",\"length\":64,\"padId\":0}");
        assertThat(ModelInfo.of(model)).isEqualTo(ModelInfo.none());
    }

    @Test
    void otherMetadataStay() {
        OnnxModel model =
                ModelInfo.none().applyTo(MODEL.withMetadata("author", "me").withMetadata("task", "old"));
        assertThat(model.metadata()).containsOnlyKeys("author");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "3", "[1]", "{\"kind\":\"image\"}", "{\"kind\":\"table\"}", "{\"kind\":\"sound\"}"})
    void entriesOfAnotherFormCountAsNone(String text) {
        OnnxModel model =
                MODEL.withMetadata("labels", text).withMetadata("input", text).withMetadata("seed", "x");
        assertThat(ModelInfo.of(model)).isEqualTo(ModelInfo.none());
    }
}
