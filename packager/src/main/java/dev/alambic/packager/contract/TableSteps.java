package dev.alambic.packager.contract;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.packager.manifest.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The steps from the cells of a row to the values that a model takes, where they are more than its numbers. */
final class TableSteps {

    private TableSteps() {}

    static List<Step> of(InputMeaning.Table table) {
        List<Step> steps = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            if (column instanceof TableColumn.Category category) {
                steps.add(new Step.Codes(category.name(), category.values(), category.missingCode()));
            } else if (column instanceof TableColumn.Date date) {
                steps.add(new Step.DateParts(date.name(), date.format(), date.features()));
            }
        }
        List<String> gaps = table.columns().stream()
                .filter(column -> column.missing() != null)
                .flatMap(column -> column.features().stream())
                .toList();
        if (!gaps.isEmpty()) {
            steps.add(new Step.Gaps(gaps));
        }
        return steps;
    }

    /** Returns the steps of a model whose inputs take one column each, categories as texts. */
    static List<Step> ofColumns(InputMeaning.Table table, List<ValueInfo> inputs) {
        List<Step> steps = new ArrayList<>(of(table));
        steps.removeIf(Step.Codes.class::isInstance);
        for (int i = 0; i < inputs.size(); i++) {
            steps.add(
                    new Step.Feed(inputs.get(i).name(), content(table.columns().get(i))));
        }
        return steps;
    }

    /** Returns whether the inputs take one column each. */
    static boolean areColumns(InputMeaning.Table table, List<ValueInfo> inputs) {
        return inputs.size() == table.columns().size()
                && inputs.stream()
                        .anyMatch(input -> input.type() != null && input.type().elementType() == DataType.STRING);
    }

    /** Returns what the input of a column takes. */
    static String content(TableColumn column) {
        String of = "column '" + column.name() + "', ";
        if (column instanceof TableColumn.Category category) {
            return of + "a text a sample, empty where it is missing; any that is none of these counts as unknown: "
                    + category.values().stream()
                            .filter(value -> !value.isEmpty())
                            .collect(Collectors.joining(" | "));
        }
        return of
                + (column instanceof TableColumn.Date
                        ? "its parts: " + String.join(", ", column.features())
                        : number((TableColumn.Numeric) column));
    }

    private static String number(TableColumn.Numeric column) {
        return "a number a sample, "
                + (column.unit().equals("%") ? "a fraction: 12 % is 0.12" : "raw units")
                + (column.unit().isEmpty() || column.unit().equals("%") ? "" : " (" + column.unit() + ")");
    }

    /** Returns which features are fractions of a hundred, behind a comma; empty if none are. */
    static String fractions(InputMeaning.Table table) {
        String names = table.columns().stream()
                .filter(column -> column instanceof TableColumn.Numeric number
                        && number.unit().equals("%"))
                .map(TableColumn::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ", percents as fractions (12 % is 0.12): " + names;
    }
}
