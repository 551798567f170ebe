package dev.alambic.chart;

import dev.alambic.chart.markup.Html;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A drawing, to ask what stands in it and where. */
final class Drawn {

    private final Document document;

    private Drawn(String xml) {
        try {
            this.document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("not well-formed: " + xml, e);
        }
    }

    static Drawn parsed(String xml) {
        return new Drawn(xml);
    }

    static Drawn of(Chart chart, double width, double height) {
        Html html = new Html();
        html.in("svg", svg -> chart.drawOn(Canvas.on(svg, width, height)));
        return new Drawn(html.toString());
    }

    /** Returns what is drawn with a class, in order. */
    List<Element> of(String cssClass) {
        List<Element> found = new ArrayList<>();
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (Arrays.asList(element.getAttribute("class").split(" ", -1)).contains(cssClass)) {
                found.add(element);
            }
        }
        return found;
    }

    List<String> texts(String cssClass) {
        return of(cssClass).stream().map(Element::getTextContent).toList();
    }

    List<Double> numbers(String cssClass, String attribute) {
        return of(cssClass).stream()
                .map(element -> Double.valueOf(element.getAttribute(attribute)))
                .toList();
    }

    Document document() {
        return document;
    }

    /** Returns every coordinate of texts, lines and boxes, to see whether anything lies outside. */
    List<Double> coordinates(String... attributes) {
        List<Double> found = new ArrayList<>();
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            for (String attribute : attributes) {
                if (element.hasAttribute(attribute) && !element.getTagName().equals("svg")) {
                    found.add(Double.valueOf(element.getAttribute(attribute)));
                }
            }
        }
        return found;
    }
}
