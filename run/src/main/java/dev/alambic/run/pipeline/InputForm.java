package dev.alambic.run.pipeline;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.edit.ByteInput;
import dev.alambic.onnx.edit.StringInputs;
import dev.alambic.quantizer.opset.RaiseOpset;
import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.ExportSpec;
import java.util.Locale;
import java.util.stream.Stream;

/** What a finished model takes in the place of its one input of floats, so that less is left to do before it. */
public enum InputForm {
    /** The columns of a table, categories as texts. */
    STRINGS {
        @Override
        public OnnxModel of(OnnxModel model) {
            return StringInputs.applyTo(model);
        }

        @Override
        boolean suits(InputMeaning input) {
            return input instanceof InputMeaning.Table table
                    && table.columns().stream().anyMatch(TableColumn.Category.class::isInstance);
        }

        @Override
        String data() {
            return "tables with categories";
        }
    },
    /** The bytes of pictures; the model is raised to an opset that can resize them. */
    BYTES {
        @Override
        public OnnxModel of(OnnxModel model) {
            RaiseOpset raise = new RaiseOpset(ByteInput.OPSET);
            raise.requires(model);
            return ByteInput.applyTo(raise.apply(model).model());
        }

        @Override
        boolean suits(InputMeaning input) {
            return input instanceof InputMeaning.Image;
        }

        @Override
        String data() {
            return "pictures";
        }
    };

    /** Returns a model in this form. */
    public abstract OnnxModel of(OnnxModel model);

    abstract boolean suits(InputMeaning input);

    abstract String data();

    /** Returns the name of its flag and key. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what a model of this form is called. */
    public String named(String model) {
        return model + "-" + word();
    }

    static Stream<InputForm> of(ExportSpec export) {
        return Stream.of(values()).filter(form -> form == STRINGS ? export.strings() : export.bytes());
    }

    /** @throws UsageException if a recipe asks for this form, and its data have nothing for it */
    void requireFor(String source, InputMeaning input) {
        if (!suits(input)) {
            throw new UsageException("recipe: export." + word() + " is for " + data() + " (the input of " + source
                    + " is "
                    + (input instanceof InputMeaning.Table && this == STRINGS
                            ? "a table of numbers"
                            : "of kind " + input.kind())
                    + ")");
        }
    }
}
