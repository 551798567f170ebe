package dev.alambic.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Runs;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PageTest {

    private static String page(RunRecords... runs) {
        return Page.of(List.of(runs));
    }

    @Test
    void pageAsksTheNetworkForNothing() {
        String html = page(Runs.tenClasses());
        assertThat(html).doesNotContain("http:", "https:", "@import", "url(");
        assertThat(html).contains("src=\"data:image/png;base64,");
        assertThat(html).doesNotContainPattern("(src|srcset|href)=\"(?!data:|#)");
        assertThat(html).contains("default-src &#39;none&#39;");
    }

    @Test
    void everySectionIsLinkedAndEveryLinkLeadsSomewhere() {
        String html = page(Runs.breastCancer());
        List<String> links = html.lines()
                .flatMap(line ->
                        Pattern.compile("href=\"#([^\"]+)\"").matcher(line).results())
                .map(found -> found.group(1))
                .toList();
        assertThat(links)
                .containsExactly(
                        "making",
                        "trade-off",
                        "models",
                        "data",
                        "training",
                        "layers",
                        "confusion",
                        "disagreements",
                        "again");
        links.forEach(link -> assertThat(html).contains(" id=\"" + link + "\""));
    }

    @Test
    void modelsWithTheSameAnswersShareATable() {
        assertThat(page(Runs.breastCancer())).contains("<h3>student, student-stripped, student-fp16</h3>");
    }

    @Test
    void whatIsMissingIsSaid() {
        RunRecords run = Runs.small().withMissing(List.of("the student is not trained yet"));
        assertThat(page(run)).contains("The student is not trained yet.");
    }

    @Test
    void runsOfOneNameAreToldApartByTheirFolders() {
        RunRecords.Origin origin = Runs.small().origin();
        RunRecords second = RunRecords.of(new RunRecords.Origin(
                        origin.name(),
                        "",
                        "/runs/second/",
                        new RunRecords.Recipe(2, "", Map.of("name", "small", "seed", "2")),
                        Map.of(),
                        List.of()))
                .withMetrics(Runs.small().metrics());
        String html = page(Runs.small(), second);
        assertThat(html).contains("2 runs side by side", ">second</a>", "<th scope=\"row\">seed</th>");
        assertThat(html).doesNotContain("<th scope=\"row\">name</th>");
        assertThat(html).contains("id=\"run1-again\"", "id=\"run2-again\"");
    }

    @Test
    void textOfTheRunCannotBecomeMarkup() {
        String html = page(Runs.hostile(), Runs.hostile()) + page(Runs.hostile());
        assertThat(html).doesNotContain("<img src=x").doesNotContain("onerror=alert(1)>");
        assertThat(html).contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;&lt;/script&gt;");
        assertThat(html.split("</script>", -1)).hasSize(3);
    }

    @Test
    void noRunIsNoReport() {
        assertThatThrownBy(() -> Page.of(List.of())).hasMessage("a report is of at least one run");
    }
}
