package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.serde.ModelWriter;
import dev.alambic.onnx.serde.WriteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command that takes a model takes one of the catalogue by its name. */
class CatalogueNamesTest {
    private static final String NAME = "ppocr-cls";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inspect MODEL",
                "diff MODEL MODEL --samples 1",
                "explain MODEL",
                "bench MODEL --seconds 0.05 --skip memory,startup",
                "package MODEL -o OUT",
                "optimize MODEL -o OUT",
                "strip MODEL -o OUT",
                "quantize MODEL --weights int8 -o OUT",
                "prune MODEL --channels 0.1 -o OUT",
                "evaluate MODEL --data iris",
                "predict MODEL 1,2",
                "finetune MODEL --data iris --epochs 1 -o OUT"
            })
    void aNameIsNoPath(String line) {
        String words =
                line.replace("MODEL", NAME).replace("OUT", folder.resolve("out").toString());
        Outcome outcome = Outcome.of(words.split(" "));
        if (!ModelSource.isThere(NAME)) {
            outcome.failsWith(4, NAME + ": this model is not in the build");
        } else if (!line.matches("(evaluate|predict|finetune).*")) {
            outcome.succeeds(); // those want a classifier of other data than it is
        }
    }

    @Test
    void theSizeToldIsThatOfTheModelWithItsWeightsBesideIt() throws Exception {
        Path file = folder.resolve("beside.onnx");
        OnnxModel model = OnnxModel.read(TinyModel.table(folder.resolve("t.onnx")));
        ModelWriter.write(
                model.content(),
                file,
                WriteOptions.defaults()
                        .withWeights(WriteOptions.Weights.EXTERNAL)
                        .withExternalThresholdBytes(8));
        long bytes = Files.size(file) + Files.size(folder.resolve("beside.onnx.data"));
        assertThat(Outcome.of("inspect", file.toString(), "--json").succeeds()).contains("\"fileBytes\" : " + bytes);
        assertThat(Outcome.of(
                                "optimize",
                                file.toString(),
                                "--json",
                                "-o",
                                folder.resolve("o.onnx").toString())
                        .succeeds())
                .contains("\"bytes\" : " + bytes);
    }
}
