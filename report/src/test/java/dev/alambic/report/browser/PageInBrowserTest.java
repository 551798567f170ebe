package dev.alambic.report.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.report.page.Page;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("browser")
final class PageInBrowserTest {

    private static final String ENTER = "\uE007";
    private static final String TABLE = "document.querySelector('.sortable')";

    @TempDir
    private static Path folder;

    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start(Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void desktop() {
        browser.screen(1280, "light");
        browser.scripts(true);
    }

    private static Path page(RunRecords... runs) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "page", ".html"), Page.of(List.of(runs)));
    }

    private static List<Path> pages() throws IOException {
        return List.of(
                page(Runs.breastCancer()),
                page(Runs.tenClasses()),
                page(Runs.bare()),
                page(Runs.hostile()),
                page(Runs.breastCancer(), Runs.tenClasses(), Runs.hostile(), Runs.hostile()));
    }

    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "768, light", "1280, light", "1280, dark"})
    void pageFitsTheScreenAndAsksForNothing(int width, String scheme) throws IOException {
        browser.screen(width, scheme);
        for (Path page : pages()) {
            browser.requests();
            browser.open(page);
            assertThat(browser.console()).as("console of " + page).isEmpty();
            assertThat(browser.requests())
                    .isNotEmpty()
                    .allSatisfy(address -> assertThat(address).matches("(file|data):.*"));
            assertThat(browser.number("innerWidth")).isEqualTo(width);
            assertThat(browser.number("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(browser.number("document.documentElement.clientWidth"));
            assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(scheme.equals("light") ? "rgb(247, 246, 243)" : "rgb(17, 21, 27)");
        }
    }

    /** Names that are cut, or that lie over each other, would be seen on the screen alone. */
    @ParameterizedTest
    @CsvSource({"390", "1280"})
    void namesInChartsAreWholeAndApart(int width) throws IOException {
        browser.screen(width, "light");
        for (Path page : pages()) {
            browser.open(page);
            assertThat(browser.values("(() => { const found = [];"
                            + "for (const svg of document.querySelectorAll('svg.chart')) {"
                            + "  const card = svg.closest('figure').getBoundingClientRect();"
                            + "  const boxes = [...svg.querySelectorAll('text')].map(text => [text, text.getBoundingClientRect()])"
                            + "    .filter(([text, box]) => box.width > 0);"
                            + "  for (const [text, box] of boxes) {"
                            + "    if (box.left < card.left || box.right > card.right) found.push('cut: ' + text.textContent);"
                            + "    for (const [other, its] of boxes)"
                            + "      if (text !== other && box.left < its.right - 1 && its.left < box.right - 1"
                            + "          && box.top < its.bottom - 5 && its.top < box.bottom - 5)"
                            + "        found.push(text.textContent + ' over ' + other.textContent);"
                            + "  } } return found; })()"))
                    .as(page.toString())
                    .isEmpty();
        }
    }

    @Test
    void headsOfColumnsSortByPointerAndByKeyboard() throws IOException {
        browser.open(page(Runs.breastCancer()));
        assertThat(names()).containsExactly("teacher", "student", "student-stripped", "student-fp16", "student-int8");
        assertThat(sorted()).isEmpty();

        String file = browser.element(".sortable th:nth-child(3) button");
        assertThat(browser.value(TABLE + ".tHead.rows[0].cells[2].innerText")).startsWith("file");
        browser.click(file);
        assertThat(names()).containsExactly("student-int8", "student-fp16", "student-stripped", "student", "teacher");
        assertThat(sorted()).containsExactly("file ascending");
        browser.type(file, ENTER);
        assertThat(names()).containsExactly("teacher", "student", "student-stripped", "student-fp16", "student-int8");
        assertThat(sorted()).containsExactly("file descending");

        browser.type(browser.element(".sortable th:first-child button"), " ");
        assertThat(names()).isSorted();
        assertThat(sorted()).containsExactly("model ascending");
    }

    private static List<String> names() {
        return browser.values("[..." + TABLE + ".querySelectorAll('tbody th')].map(th => th.textContent)");
    }

    private static List<String> sorted() {
        return browser.values("[..." + TABLE + ".querySelectorAll('th[aria-sort]')]"
                + ".map(th => th.textContent + ' ' + th.getAttribute('aria-sort'))");
    }

    @Test
    void whatWasNotMeasuredStaysLastWhicheverWay() throws IOException {
        browser.open(page(Runs.small()));
        String accuracy = browser.element(".sortable th:nth-child(2) button");
        browser.click(accuracy);
        assertThat(names()).containsExactly("student", "teacher");
        browser.click(accuracy);
        assertThat(names()).containsExactly("student", "teacher");
    }

    @Test
    void withoutScriptThePageIsComplete() throws IOException {
        Path page = page(Runs.breastCancer());
        browser.open(page);
        String with = browser.value("document.querySelector('main').innerText");
        browser.scripts(false);
        browser.open(page);
        assertThat(browser.number("document.querySelectorAll('button').length")).isZero();
        assertThat(browser.value("document.querySelector('main').innerText")).isEqualTo(with);
        browser.click(browser.element("details summary"));
        assertThat(browser.number("document.querySelectorAll('details[open]').length"))
                .isEqualTo(1);
    }

    @Test
    void whatIsFoldedIsPrinted() throws IOException {
        browser.open(page(Runs.breastCancer()));
        int folded = browser.number("document.querySelectorAll('details').length");
        assertThat(browser.number("document.querySelectorAll('details[open]').length"))
                .isZero();
        assertThat(browser.number("(dispatchEvent(new Event('beforeprint')),"
                        + " document.querySelectorAll('details[open]').length)"))
                .isEqualTo(folded)
                .isPositive();
        assertThat(browser.number(
                        "(dispatchEvent(new Event('afterprint')), document.querySelectorAll('details[open]').length)"))
                .isZero();
    }

    @Test
    void headingsDescendWithoutGaps() throws IOException {
        for (Path page : pages()) {
            browser.open(page);
            List<Integer> levels =
                    browser
                            .values("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => h.tagName.slice(1))")
                            .stream()
                            .map(Integer::valueOf)
                            .toList();
            assertThat(levels.get(0)).isEqualTo(1);
            assertThat(Stream.iterate(1, i -> i + 1).limit(levels.size() - 1L))
                    .allSatisfy(i -> assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1));
        }
    }
}
