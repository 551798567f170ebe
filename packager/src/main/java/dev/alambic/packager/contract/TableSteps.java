package dev.alambic.packager.contract;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.packager.manifest.Step;
import java.util.ArrayList;
import java.util.List;

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
}
