package dev.alambic.bench.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.SampleComparison;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Verdict;
import dev.alambic.bench.record.Work;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlPageTest {

    private static final String HOSTILE = "<script>alert('a')</script>&\"x";

    /** Returns two models, one of a hostile name, with everything that is drawn. */
    private static Comparison hostile() {
        Comparison sample = SampleComparison.comparison();
        List<Latency> latency =
                List.of(SampleComparison.latency(1, 5, 2, true), SampleComparison.latency(8, 20, 2, true));
        ModelResult teacher = sample.models().get(0).withLatency(latency);
        ModelResult other = ModelResult.of(HOSTILE, HOSTILE, 10, teacher.size())
                .withLatency(latency)
                .withQuality(Quality.ofAccuracy(0.5))
                .withWork(new Work(12, 1, List.of(new Work.OperatorWork(HOSTILE, 1, 12, 40))))
                .withProfile(new Profile(
                        Setting.of(1, 1), 10, 4, 0, List.of(new Profile.NodeTime(HOSTILE, HOSTILE, "CPU", true, 3))));
        return new Comparison("teacher", sample.machine(), List.of(teacher, other), List.of(HOSTILE))
                .withVerdicts(List.of(new Verdict(HOSTILE, Verdict.Outcome.FAILED, HOSTILE)));
    }

    private static Document parsed(String html) throws Exception {
        String xml = html.replace("<!DOCTYPE html>", "").replaceAll("<meta [^>]*>", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void thePageIsWellFormedWhateverTheNamesHold() throws Exception {
        Document page = parsed(ComparisonFormat.HTML.render(hostile()));

        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getElementsByTagName("tbody").item(0).getTextContent()).contains(HOSTILE);
    }

    @Test
    void thePageNeedsNoOtherFile() {
        assertThat(ComparisonFormat.HTML.render(hostile())).doesNotContain("http", "src=", "@import", "url(");
    }

    @Test
    void whatIsEasierSeenIsDrawn() throws Exception {
        Document page = parsed(ComparisonFormat.HTML.render(hostile()));

        // quality over time, throughput and time over batches, the time of one model
        assertThat(page.getElementsByTagName("figure").getLength()).isEqualTo(4);
        assertThat(ComparisonFormat.HTML.render(hostile())).doesNotContain("NaN", "Infinity");
    }

    @Test
    void oneModelAtOneSettingHasNothingToDraw() {
        Comparison sample = SampleComparison.comparison();
        Comparison alone = new Comparison(
                "teacher", sample.machine(), List.of(sample.models().get(0)), List.of());

        assertThat(ComparisonFormat.HTML.render(alone)).doesNotContain("<figure>");
    }
}
