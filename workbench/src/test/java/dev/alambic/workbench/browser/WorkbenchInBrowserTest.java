package dev.alambic.workbench.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.report.browser.Browser;
import dev.alambic.run.event.Listener;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.Pipeline;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.workbench.Models;
import dev.alambic.workbench.ServerSettings;
import dev.alambic.workbench.Workbench;
import dev.alambic.workbench.shelf.Shelf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("browser")
final class WorkbenchInBrowserTest {
    /** Digits, learnt in one epoch. */
    private static final String RECIPE = """
            name: digits
            threads: 1
            data: {source: mnist, validation: 0.02}
            teacher:
              network:
                type: cnn
                layers:
                  - {type: conv, filters: 16, kernel: 5, stride: 2, padding: 2}
                  - {type: conv, filters: 32, kernel: 3, padding: 1}
                  - {type: maxPool, size: 2}
                  - {type: flatten}
                  - {type: linear}
              training: {epochs: 1, batchSize: 128, optimizer: {type: adam, learningRate: 3e-3}}
            student:
              network:
                type: cnn
                layers:
                  - {type: conv, filters: 12, kernel: 5, stride: 2, padding: 2}
                  - {type: conv, filters: 16, kernel: 3, padding: 1}
                  - {type: maxPool, size: 2}
                  - {type: flatten}
                  - {type: linear}
              training: {epochs: 1, batchSize: 128, optimizer: {type: adam, learningRate: 3e-3}}
            variants: {strip: true, fp16: none, int8: static}
            bench: {batches: [1], threads: [1]}
            """;

    @TempDir
    private static Path folder;

    private static Workbench workbench;
    private static Browser browser;
    private static TryPage tries;

    /**
     * The run is watched from its beginning to its end; {@code -Dworkbench.run=FOLDER} takes one that was made before.
     */
    @BeforeAll
    static void runAndWatch() throws IOException {
        String made = System.getProperty("workbench.run");
        Path runs = made == null ? Files.createDirectory(folder.resolve("runs")) : Path.of(made);
        Path table = Models.table(folder.resolve("table.onnx"));
        Path text = Models.text(folder.resolve("text.onnx"));
        Path deep = Models.deep(folder.resolve("deep.onnx"), 2000);
        Path file = Files.writeString(folder.resolve("digits.yaml"), RECIPE);
        Recipe recipe = RecipeReader.read(RecipeSource.ofFile(file), List.of());
        RunFolder run = made == null ? RunFolder.create(runs.resolve("digits"), recipe) : RunFolder.open(runs);
        Shelf shelf = Shelf.of(List.of(run.path(), table, text, deep), folder);
        workbench = Workbench.start(ServerSettings.local(0), shelf, line -> {});
        browser = Browser.start(Files.createDirectory(folder.resolve("profile")));
        tries = new TryPage(browser, workbench.port());
        browser.screen(1280, "light");
        open("/runs/digits/live");
        browser.await("document.querySelector('#live').dataset.ready");
        if (made == null) {
            EngineOptions engine = EngineOptions.defaults().withThreads(1);
            new Pipeline(run, RunData.of(recipe), engine, Listener.NONE).run();
        }
        browser.await("document.querySelector('#live').dataset.event === 'runFinished'");
        assertThat(browser.values(
                        "[...document.querySelectorAll('#phases progress')]" + ".map(bar => bar.value === bar.max)"))
                .containsExactly("true", "true");
        browser.await("document.querySelectorAll('#curves svg.chart').length > 1");
        assertThat(browser.value("document.querySelector('#now').textContent")).startsWith("finished in ");
        shot("live");
        assertThat(browser.console()).isEmpty();
    }

    @AfterAll
    static void stop() {
        browser.close();
        workbench.close();
    }

    @BeforeEach
    void desktop() {
        browser.screen(1280, "light");
        browser.console();
    }

    private static void open(String path) {
        browser.open(URI.create("http://127.0.0.1:" + workbench.port() + path));
    }

    private static void shot(String name) {
        Shots.take(browser, name);
    }

    @ParameterizedTest
    @CsvSource({"mouse, 1280, light", "touch, 390, dark", "pen, 1280, dark"})
    void aThreeIsAThreeToBothModels(String pointer, int width, String scheme) {
        browser.screen(width, scheme);
        tries.open("/runs/digits/try?models=teacher,student");
        tries.drawThree(pointer);
        tries.awaitLabels("3");
        assertThat(browser.value("document.querySelector('#verdict').textContent"))
                .isEqualTo("All say 3.");
        assertThat(browser.value("document.querySelector('#view img').naturalWidth"))
                .isEqualTo("28");
        assertThat(browser.number("document.querySelectorAll('.card')[0].querySelectorAll('tbody tr').length"))
                .isEqualTo(10);
        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        shot("three-" + pointer + "-" + width + "-" + scheme);
        browser.click(browser.element("#clear"));
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void undoTakesTheLastStrokeAway() {
        tries.open("/runs/digits/try");
        tries.drawThree("mouse");
        int before = tries.ink();
        tries.draw("mouse", List.of(new int[] {20, 260}, new int[] {250, 260}));
        assertThat(tries.ink()).isGreaterThan(before);
        browser.click(browser.element("#undo"));
        assertThat(tries.ink()).isEqualTo(before);
        browser.click(browser.element("#clear"));
        assertThat(tries.ink()).isZero();
    }

    @Test
    void aFileAndASampleAreAnswered() throws IOException {
        tries.open("/runs/digits/try?models=teacher,student");
        Path file = Files.write(folder.resolve("one.png"), TryPage.bar("png", true));
        browser.type(browser.element("#file"), file.toString());
        tries.awaitLabels("1");
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        browser.type(browser.element("#file"), broken.toString());
        browser.await("document.querySelector('#problem').textContent.includes('not an image')");
        browser.click(browser.element("#take"));
        browser.await("document.querySelector('#verdict').textContent.includes('The data say')");
        assertThat(browser.value("document.querySelector('#problem').hidden")).isEqualTo("true");
        assertThat(tries.labels()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"paste", "drop"})
    void aPictureIsPastedOrDropped(String event) {
        tries.open("/runs/digits/try?models=teacher,student");
        tries.bring(event, TryPage.bar("png", true));
        tries.awaitLabels("1");
        assertThat(browser.console()).isEmpty();
    }

    /** A camera that was held upright stores a picture that lies, and says so in a tag of EXIF: 6 is a quarter turn. */
    @Test
    void aPhotographStandsAsItsExifSays() throws IOException {
        tries.open("/runs/digits/try?models=teacher,student");
        byte[] lies = TryPage.bar("jpeg", false);
        byte[] exif = HexFormat.of()
                .parseHex("ffe10022" + "457869660000" + "4d4d002a00000008" + "0001" + "0112000300000001" + "00060000"
                        + "00000000");
        ByteArrayOutputStream photograph = new ByteArrayOutputStream();
        photograph.write(lies, 0, 2);
        photograph.write(exif);
        photograph.write(lies, 2, lies.length - 2);
        Path file = Files.write(folder.resolve("photograph.jpg"), photograph.toByteArray());
        browser.type(browser.element("#file"), file.toString());
        tries.awaitLabels("1");
        assertThat(browser.console()).isEmpty();
    }

    /** A head of a few bytes that promises 60,000 × 60,000 pixels. */
    @Test
    void aBombIsRefusedInOneLine() throws IOException {
        tries.open("/runs/digits/try?models=teacher,student");
        byte[] bomb = TryPage.bar("png", true);
        ByteBuffer head = ByteBuffer.wrap(bomb);
        head.putInt(16, 60_000).putInt(20, 60_000);
        CRC32 check = new CRC32();
        check.update(bomb, 12, 17);
        head.putInt(29, (int) check.getValue());
        Path file = Files.write(folder.resolve("bomb.png"), bomb);
        browser.type(browser.element("#file"), file.toString());
        browser.await("document.querySelector('#problem').textContent.includes('too large for a picture')");
        tries.bring("paste", TryPage.bar("png", true));
        tries.awaitLabels("1");
        assertThat(browser.value("document.querySelector('#problem').hidden")).isEqualTo("true");
    }

    @Test
    void aRowIsAnsweredAsItIsTyped() {
        tries.open("/runs/models/try");
        browser.type(browser.element("#cells input[data-column=a]"), "3");
        browser.type(browser.element("#cells input[data-column=b]"), "1");
        browser.await("document.querySelector('.card')?.dataset.label === 'low'");
        assertThat(browser.number("document.querySelectorAll('#cells select option').length"))
                .isEqualTo(3);
        shot("row");
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "390, dark"})
    void whatBothLookedAtIsShownOverTheDrawing(int width, String scheme) {
        browser.screen(width, scheme);
        tries.open("/runs/digits/try?models=teacher,student");
        browser.click(browser.element("#look"));
        tries.drawThree("mouse");
        browser.await("document.querySelector('#said').dataset.looked");
        browser.await("document.querySelectorAll('.card canvas.looked').length === 2");
        assertThat(browser.value("document.querySelector('#compared').textContent"))
                .matches("student looked .* teacher \\(correlation .*");
        assertThat(browser.value("document.querySelector('.look').textContent"))
                .startsWith("For 3")
                .contains("Speaks most for it: ");
        assertThat(tries.coloured()).isPositive();
        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        Axe.requireNoViolation(browser, "what both looked at");
        browser.number("document.querySelector('.look').scrollIntoView()");
        shot("look-" + width + "-" + scheme);
        browser.click(browser.element("#look"));
        assertThat(browser.number("document.querySelectorAll('.look').length")).isZero();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void whatCountedOfATextAndOfARowIsShown() {
        tries.open("/runs/models/try?models=text");
        browser.click(browser.element("#look"));
        browser.type(browser.element("#texts textarea"), "merry or merry or sad");
        browser.await("document.querySelector('#said').dataset.looked");
        assertThat(browser.values("[...document.querySelectorAll('.words .for, .words .against')].map(w =>"
                        + " `${w.textContent} ${w.classList} ${w.style.getPropertyValue('--strength')}`)"))
                .containsExactly("merry for 60%", "or for 0%", "merry for 60%", "or for 0%", "sad against 60%");
        Axe.requireNoViolation(browser, "text");
        shot("look-text");
        assertThat(browser.console()).isEmpty();
        tries.open("/runs/models/try?models=table");
        browser.click(browser.element("#look"));
        browser.type(browser.element("#cells input[data-column=a]"), "3");
        browser.type(browser.element("#cells input[data-column=b]"), "1");
        browser.await("document.querySelector('#said').dataset.looked");
        assertThat(browser.values("[...document.querySelectorAll('.look th')].map(th => th.textContent)"))
                .containsExactly("a 3 → 0", "b 1 → 0", "kind missing → missing");
        Axe.requireNoViolation(browser, "row");
        shot("look-row");
    }

    @ParameterizedTest
    @CsvSource({"390, light", "390, dark", "1280, light", "1280, dark"})
    void everyViewFitsTheScreenAndSaysNothingToTheConsole(int width, String scheme) {
        browser.screen(width, scheme);
        browser.console();
        for (String path : List.of(
                "/",
                "/runs/digits",
                "/compare?run=digits",
                "/runs/digits/try",
                "/runs/digits/race",
                "/runs/digits/live",
                "/runs/digits/files")) {
            open(path);
            assertThat(browser.number("document.documentElement.scrollWidth"))
                    .as(path)
                    .isLessThanOrEqualTo(width);
            assertThat(browser.number("document.querySelectorAll('h1').length")).isEqualTo(1);
            assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(scheme.equals("light") ? "rgb(247, 246, 243)" : "rgb(17, 21, 27)");
            assertThat(browser.values("[...document.querySelectorAll('input, select, textarea')]"
                            + ".filter(field => !field.closest('label')).map(field => field.outerHTML)"))
                    .isEmpty();
            Axe.requireNoViolation(browser, path);
            shot("view" + path.replaceAll("\\W", "-") + "-" + width + "-" + scheme);
        }
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void aRaceIsRunAndCanBeStopped() {
        open("/runs/digits/race?models=teacher,student");
        browser.await("document.querySelector('#race').dataset.ready");
        browser.click(browser.element("#start"));
        browser.await("document.querySelectorAll('#lanes tr').length === 2");
        browser.await("document.querySelector('#race').dataset.done");
        assertThat(browser.values("[...document.querySelectorAll('#lanes tr')].map(row => row.dataset.model)"))
                .containsExactly("teacher", "student");
        assertThat(browser.value("document.querySelector('#state').textContent"))
                .isEqualTo("Done.");
        shot("race");
        browser.screen(390, "dark");
        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        Axe.requireNoViolation(browser, "race");
        shot("race-phone");
        browser.click(browser.element("#start"));
        browser.await("document.querySelector('#state').textContent.startsWith('Session')");
        browser.click(browser.element("#stop"));
        browser.await("document.querySelector('#state').textContent === 'Stopped.'");
        assertThat(browser.console()).isEmpty();
    }

    private static void openGraph(String path) {
        open(path);
        browser.await("document.querySelector('#graph')?.dataset.ready");
    }

    @Test
    void twoGraphsLieSideBySideAndTellOfTheirNodes() {
        openGraph("/runs/digits/graph?models=student,student-int8&colour=time");
        assertThat(browser.values("[...document.querySelectorAll('.drawing')].map(box => box.dataset.model)"))
                .containsExactly("student", "student-int8");
        assertThat(browser.value("document.querySelector('[data-legend=time]').checkVisibility()"))
                .isEqualTo("true");
        assertThat(browser.number("document.querySelectorAll('.item:not([data-time=\"-1\"])').length"))
                .isGreaterThan(3);
        Axe.requireNoViolation(browser, "graph, light");
        shot("graph-time");
        browser.type(browser.element("#find"), "gemm");
        browser.await("document.querySelector('#found button')");
        browser.click(browser.element("#found button"));
        browser.await("document.activeElement.matches('.sought')");
        browser.type(browser.element(".sought"), "\uE007"); // enter
        browser.await("!document.querySelector('#details').hidden");
        assertThat(browser.value("document.querySelector('#details h2').textContent"))
                .isEqualTo("Gemm");
        shot("graph-details");
        browser.screen(390, "dark");
        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        Axe.requireNoViolation(browser, "graph");
        shot("graph-phone");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void aGraphOfTwoThousandNodesIsFoldedAtFirstAndOpensWhole() {
        openGraph("/runs/models/graph?models=deep");
        int folded = browser.number("document.querySelectorAll('.item').length");
        assertThat(folded).isBetween(10, 110);
        String first = browser.value("document.querySelector('.drawing').dataset.millis");
        browser.click(browser.element(".block.item"));
        browser.await("document.querySelectorAll('.block.open').length > 0");
        assertThat(browser.value("location.search")).contains("open=");
        shot("graph-folded");
        browser.click(browser.element("#unfold"));
        browser.await("document.querySelectorAll('.item').length === 2000");
        String all = browser.value("document.querySelector('.drawing').dataset.millis");
        System.out.println("graph of 2,000 nodes: folded in " + first + " ms, all of it in " + all + " ms");
        browser.screen(1280, "dark");
        shot("graph-all");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void aSampleIsTakenByTheKeyboardAlone() {
        tries.open("/runs/digits/try?models=teacher,student");
        browser.type(browser.element("#number"), "7\uE004\uE007"); // 7, tab, enter
        browser.await("document.querySelector('#verdict').textContent.includes('The data say')");
        browser.type(browser.element("#look"), " ");
        browser.await("document.querySelector('#said').dataset.looked");
    }

    /** Tab alone reaches everything that can be used, and never hides where it is. */
    @Test
    void everythingIsReachedByTheKeyboard() {
        for (String path :
                List.of("/", "/runs/digits", "/runs/digits/try", "/runs/digits/race", "/runs/digits/files")) {
            open(path);
            browser.await("document.readyState === 'complete'"
                    + " && (!document.querySelector('#try') || document.querySelector('#try').dataset.ready)");
            int most = browser.number(
                    "document.querySelectorAll('a, button, input, select, textarea, summary," + " [tabindex]').length");
            browser.run("window.reached = new Set();"
                    + " document.addEventListener('focusin', event => reached.add(event.target));");
            for (int i = 0; i <= most; i++) {
                browser.press("\uE004");
            }
            assertThat(browser.values("[...document.querySelectorAll('a, button, input, select, textarea')]"
                            + ".filter(each => each.checkVisibility() && !each.disabled && !reached.has(each)"
                            + " && each.type !== 'radio').map(each => each.outerHTML)"))
                    .as(path)
                    .isEmpty();
        }
    }
}
