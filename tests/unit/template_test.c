/*
 * The rules of Mustache, one row for each that the specification has, by its
 * name; then what bilaga adds: escaping by value, findings, limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "read/template.h"

/*
 * Data in the rows: {name:value,…}  [value,…]  'text' or `text`  |markup|
 * and the words true, false, null and numbers. Nothing is escaped.
 */
struct reader {
	const char *at;
	struct arena *arena;
};

static struct value read_value(struct reader *reader);

static const char *read_until(struct reader *reader, char end)
{
	const char *from = reader->at;

	while (*reader->at != end)
		assert_int_not_equal(*reader->at++, '\0');
	return arena_copy(reader->arena, from, (size_t)(reader->at++ - from));
}

static bool read_comma(struct reader *reader, char end)
{
	if (*reader->at == ',')
		reader->at++;
	return *reader->at != end;
}

static struct value read_object(struct reader *reader)
{
	struct object *object = object_new(reader->arena);

	while (read_comma(reader, '}')) {
		const char *name = read_until(reader, ':');

		object_set(object, name, read_value(reader));
	}
	reader->at++;
	return value_object(object);
}

static struct value read_list(struct reader *reader)
{
	struct list *list = list_new(reader->arena);

	while (read_comma(reader, ']'))
		list_add(list, read_value(reader));
	reader->at++;
	return value_list(list);
}

static struct value read_word(struct reader *reader)
{
	size_t length = strcspn(reader->at, ",]}");
	const char *word = arena_copy(reader->arena, reader->at, length);

	reader->at += length;
	if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0)
		return value_truth(word[0] == 't');
	return value_text(strcmp(word, "null") == 0 ? NULL : word);
}

static struct value read_value(struct reader *reader)
{
	switch (*reader->at) {
	case '{':
		reader->at++;
		return read_object(reader);
	case '[':
		reader->at++;
		return read_list(reader);
	case '\'':
	case '`':
		reader->at++;
		return value_text(read_until(reader, reader->at[-1]));
	case '|':
		reader->at++;
		return value_markup(read_until(reader, '|'));
	default:
		return read_word(reader);
	}
}

/* What stands in a row; from PARTIALS on name, text, name, text, NULL. */
enum cell { RULE, DATA, TEMPLATE, EXPECTED, PARTIALS, CELLS = PARTIALS + 5 };

static const char *const comments[][CELLS] = {
	{ "Inline", "{}", "före{{! bort }}efter", "föreefter" },
	{ "Multiline", "{}", "a{{!\n två\n rader\n}}b\n", "ab\n" },
	{ "Standalone", "{}", "upp\n{{! bort }}\nned\n", "upp\nned\n" },
	{ "Indented Standalone", "{}", "upp\n \t{{! bort }}\nned\n",
	  "upp\nned\n" },
	{ "Standalone Line Endings", "{}", "a\r\n{{! bort }}\r\nb", "a\r\nb" },
	{ "Standalone Without Previous Line", "{}", "   {{! först }}\nb", "b" },
	{ "Standalone Without Newline", "{}", "a\n  {{! sist }}", "a\n" },
	{ "Multiline Standalone", "{}", "a\n{{!\nhela\n}}\nb\n", "a\nb\n" },
	{ "Indented Multiline Standalone", "{}",
	  "a\n    {{!\n  hela\n    }}\nb\n", "a\nb\n" },
	{ "Indented Inline", "{}", "   a {{! b }}\n", "   a \n" },
	{ "Surrounding Whitespace", "{}", "a {{! b }} c", "a  c" },
	{ "Variable Name Collision", "{! namn:1,!namn:2,namn:3}",
	  "({{! namn }}{{!namn}})", "()" },
};

static const char *const delimiters[][CELLS] = {
	{ "Pair Behavior", "{namn:'Ada'}", "{{=<< >>=}}[<<namn>>]", "[Ada]" },
	{ "Special Characters", "{namn:'Ada'}", "{{=* $=}}*namn$", "Ada" },
	{ "Sections", "{s:true,x:'inne'}",
	  "{{#s}}\n{{x}} !x!\n{{/s}}\n{{=! !=}}\n!#s!\n{{x}} !x!\n!/s!\n.",
	  "inne !x!\n{{x}} inne\n." },
	{ "Inverted Sections", "{s:false,x:'inne'}",
	  "{{^s}}\n{{x}} !x!\n{{/s}}\n{{=! !=}}\n!^s!\n{{x}} !x!\n!/s!\n.",
	  "inne !x!\n{{x}} inne\n." },
	{ "Partial Inheritence", "{x:'ja'}", "{{>del}}\n{{=% %=}}\n%>del%\n",
	  "<ja><ja>", "del", "<{{x}}>" },
	{ "Post-Partial Behavior", "{x:'ja'}", "({{>del}})\n({{x}} %x%)\n",
	  "(ja ja)\n(ja %x%)\n", "del", "{{x}} {{=% %=}}%x%" },
	{ "Surrounding Whitespace", "{}", "[ {{=% %=}} ]", "[  ]" },
	{ "Outlying Whitespace (Inline)", "{}", " [ {{=% %=}}\n", " [ \n" },
	{ "Standalone Tag", "{}", "a\n{{=% %=}}\nb\n", "a\nb\n" },
	{ "Indented Standalone Tag", "{}", "a\n\t{{=% %=}}\nb\n", "a\nb\n" },
	{ "Standalone Line Endings", "{}", "a\r\n{{=% %=}}\r\nb", "a\r\nb" },
	{ "Standalone Without Previous Line", "{}", "\t{{=% %=}}\nb", "b" },
	{ "Standalone Without Newline", "{}", "a\n {{=% %=}}", "a\n" },
	{ "Pair with Padding", "{x:1}", "a{{=   %%   %%%%   =}}b%%x%%%%",
	  "ab1" },
};

static const char *const interpolation[][CELLS] = {
	{ "No Interpolation", "{}", "{Mall} utan }namn{\n",
	  "{Mall} utan }namn{\n" },
	{ "Basic Interpolation", "{ort:'Kungälv'}", "Till {{ort}}.",
	  "Till Kungälv." },
	{ "No Re-interpolation", "{a:'{{b}}',b:'fel'}", "{{a}}", "{{b}}" },
	{ "HTML Escaping", "{x:'<a href=\"?b&c\">'}", "{{x}}",
	  "&lt;a href=&quot;?b&amp;c&quot;&gt;" },
	{ "Triple Mustache", "{x:'<a href=\"?b&c\">'}", "{{{x}}}",
	  "<a href=\"?b&c\">" },
	{ "Ampersand", "{x:'<a href=\"?b&c\">'}", "{{&x}}",
	  "<a href=\"?b&c\">" },
	{ "Basic Integer Interpolation", "{n:108}", "{{n}} forum",
	  "108 forum" },
	{ "Triple Mustache Integer Interpolation", "{n:108}", "{{{n}}} forum",
	  "108 forum" },
	{ "Ampersand Integer Interpolation", "{n:108}", "{{&n}} forum",
	  "108 forum" },
	{ "Basic Decimal Interpolation", "{n:7.90}", "{{n}} mnkr",
	  "7.90 mnkr" },
	{ "Triple Mustache Decimal Interpolation", "{n:7.90}", "{{{n}}} mnkr",
	  "7.90 mnkr" },
	{ "Ampersand Decimal Interpolation", "{n:7.90}", "{{&n}} mnkr",
	  "7.90 mnkr" },
	{ "Basic Null Interpolation", "{x:null}", "[{{x}}]", "[]" },
	{ "Triple Mustache Null Interpolation", "{x:null}", "[{{{x}}}]", "[]" },
	{ "Ampersand Null Interpolation", "{x:null}", "[{{&x}}]", "[]" },
	{ "Basic Context Miss Interpolation", "{y:1}", "[{{x}}]", "[]" },
	{ "Triple Mustache Context Miss Interpolation", "{y:1}", "[{{{x}}}]",
	  "[]" },
	{ "Ampersand Context Miss Interpolation", "{y:1}", "[{{&x}}]", "[]" },
	{ "Dotted Names - Basic Interpolation", "{forum:{namn:'STRING'}}",
	  "{{forum.namn}}={{#forum}}{{namn}}{{/forum}}", "STRING=STRING" },
	{ "Dotted Names - Triple Mustache Interpolation",
	  "{forum:{namn:'S&T'}}",
	  "{{{forum.namn}}}={{#forum}}{{{namn}}}{{/forum}}", "S&T=S&T" },
	{ "Dotted Names - Ampersand Interpolation", "{forum:{namn:'S&T'}}",
	  "{{&forum.namn}}={{#forum}}{{&namn}}{{/forum}}", "S&T=S&T" },
	{ "Dotted Names - Arbitrary Depth", "{v:{w:{x:{y:{z:'djupt'}}}}}",
	  "{{v.w.x.y.z}}", "djupt" },
	{ "Dotted Names - Broken Chains", "{v:{}}", "[{{v.w.x}}]", "[]" },
	{ "Dotted Names - Broken Chain Resolution", "{v:{w:{}},x:{namn:'fel'}}",
	  "[{{v.w.x.namn}}]", "[]" },
	{ "Dotted Names - Initial Resolution",
	  "{v:{w:{x:{namn:'rätt'}}},w:{x:{namn:'fel'}}}",
	  "{{#v}}{{w.x.namn}}{{/v}}", "rätt" },
	{ "Dotted Names - Context Precedence", "{v:{w:{}},w:{x:'fel'}}",
	  "[{{#v}}{{w.x}}{{/v}}]", "[]" },
	{ "Dotted Names are never single keys", "{v.w:'fel'}", "[{{v.w}}]",
	  "[]" },
	{ "Dotted Names - No Masking", "{v.w:'fel',v:{w:'rätt'}}", "{{v.w}}",
	  "rätt" },
	{ "Implicit Iterators - Basic Interpolation", "'allt'", "[{{.}}]",
	  "[allt]" },
	{ "Implicit Iterators - HTML Escaping", "'<&>'", "[{{.}}]",
	  "[&lt;&amp;&gt;]" },
	{ "Implicit Iterators - Triple Mustache", "'<&>'", "[{{{.}}}]",
	  "[<&>]" },
	{ "Implicit Iterators - Ampersand", "'<&>'", "[{{&.}}]", "[<&>]" },
	{ "Implicit Iterators - Basic Integer Interpolation", "115", "[{{.}}]",
	  "[115]" },
	{ "Interpolation - Surrounding Whitespace", "{x:'o'}", "a {{x}}\tb",
	  "a o\tb" },
	{ "Triple Mustache - Surrounding Whitespace", "{x:'o'}", "a {{{x}}}\tb",
	  "a o\tb" },
	{ "Ampersand - Surrounding Whitespace", "{x:'o'}", "a {{&x}}\tb",
	  "a o\tb" },
	{ "Interpolation - Standalone", "{x:'o'}", " \t{{x}} \n", " \to \n" },
	{ "Triple Mustache - Standalone", "{x:'o'}", " \t{{{x}}} \n",
	  " \to \n" },
	{ "Ampersand - Standalone", "{x:'o'}", " \t{{&x}} \n", " \to \n" },
	{ "Interpolation With Padding", "{x:'o'}", "[{{ \tx }}]", "[o]" },
	{ "Triple Mustache With Padding", "{x:'o'}", "[{{{ \tx }}}]", "[o]" },
	{ "Ampersand With Padding", "{x:'o'}", "[{{& \tx }}]", "[o]" },
};

static const char *const inverted[][CELLS] = {
	{ "Falsey", "{x:false}", "[{{^x}}med{{/x}}]", "[med]" },
	{ "Truthy", "{x:true}", "[{{^x}}utan{{/x}}]", "[]" },
	{ "Null is falsey", "{x:null}", "[{{^x}}med{{/x}}]", "[med]" },
	{ "Context", "{x:{y:1}}", "[{{^x}}utan {{y}}{{/x}}]", "[]" },
	{ "List", "{x:[{y:1},{y:2}]}", "[{{^x}}{{y}}{{/x}}]", "[]" },
	{ "Empty List", "{x:[]}", "[{{^x}}inga{{/x}}]", "[inga]" },
	{ "Doubled", "{x:false,y:'2'}",
	  "{{^x}}\n1\n{{/x}}\n{{y}}\n{{^x}}\n3\n{{/x}}\n", "1\n2\n3\n" },
	{ "Nested (Falsey)", "{x:false}", "a{{^x}}b{{^x}}c{{/x}}d{{/x}}e",
	  "abcde" },
	{ "Nested (Truthy)", "{x:true}", "a{{^x}}b{{^x}}c{{/x}}d{{/x}}e",
	  "ae" },
	{ "Context Misses", "{}", "[{{^x}}finns inte{{/x}}]", "[finns inte]" },
	{ "Dotted Names - Truthy", "{v:{w:{x:true}}}",
	  "[{{^v.w.x}}utan{{/v.w.x}}]", "[]" },
	{ "Dotted Names - Falsey", "{v:{w:{x:false}}}",
	  "[{{^v.w.x}}med{{/v.w.x}}]", "[med]" },
	{ "Dotted Names - Broken Chains", "{v:{}}", "[{{^v.w.x}}med{{/v.w.x}}]",
	  "[med]" },
	{ "Surrounding Whitespace", "{x:false}", "a {{^x}}\tb {{/x}}\tc\n",
	  "a \tb \tc\n" },
	{ "Internal Whitespace", "{x:false}",
	  "a {{^x}} {{! bort }}\n\t{{/x}} c\n", "a  \n\t c\n" },
	{ "Indented Inline Sections", "{x:false}",
	  "  {{^x}}a{{/x}}\n\t{{^x}}b{{/x}}\n", "  a\n\tb\n" },
	{ "Standalone Lines", "{x:false}", "a\n{{^x}}\nb\n{{/x}}\nc\n",
	  "a\nb\nc\n" },
	{ "Standalone Indented Lines", "{x:false}",
	  "a\n\t{{^x}}\nb\n    {{/x}}\nc\n", "a\nb\nc\n" },
	{ "Standalone Line Endings", "{x:false}", "a\r\n{{^x}}\r\n{{/x}}\r\nb",
	  "a\r\nb" },
	{ "Standalone Without Previous Line", "{x:false}",
	  "\t{{^x}}\na{{/x}}\nb", "a\nb" },
	{ "Standalone Without Newline", "{x:false}", "a{{^x}}\nb\n\t{{/x}}",
	  "a\nb\n" },
	{ "Padding", "{x:false}", "a{{^\tx }}b{{/ x\t}}c", "abc" },
};

static const char *const partials[][CELLS] = {
	{ "Basic Behavior", "{}", "[{{>del}}]", "[delmall]", "del", "delmall" },
	{ "Failed Lookup", "{}", "[{{>saknas}}]", "[]" },
	{ "Context", "{x:'ute'}", "[{{>del}}]", "[<ute>]", "del", "<{{x}}>" },
	{ "Recursion",
	  "{id:1,barn:[{id:2,barn:[]},{id:3,barn:[{id:4,barn:[]}]}]}",
	  "{{>gren}}", "1(2()3(4()))", "gren",
	  "{{id}}({{#barn}}{{>gren}}{{/barn}})" },
	{ "Nested", "{x:1,y:2}", "{{>yttre}}", "1[2]", "yttre",
	  "{{x}}[{{>inre}}]", "inre", "{{y}}" },
	{ "Surrounding Whitespace", "{}", "[ {{>del}} ]", "[ \to\t ]", "del",
	  "\to\t" },
	{ "Inline Indentation", "{x:'a'}", "\t{{x}} {{> del}}\n", "\ta 1\n2\n",
	  "del", "1\n2" },
	{ "Standalone Line Endings", "{}", "a\r\n{{>del}}\r\nb", "a\r\n1b",
	  "del", "1" },
	{ "Standalone Without Previous Line", "{}", "\t{{>del}}\nb",
	  "\t1\n\t2b", "del", "1\n2" },
	{ "Standalone Without Newline", "{}", "a\n\t{{>del}}", "a\n\t1\n\t2",
	  "del", "1\n2" },
	{ "Standalone Indentation", "{x:'b\nc'}", "a\n\t{{>del}}\nd\n",
	  "a\n\t1\n\tb\nc\n\t2\nd\n", "del", "1\n{{{x}}}\n2\n" },
	{ "Padding Whitespace", "{}", "a{{>\tdel }}b", "a1b", "del", "1" },
};

static const char *const sections[][CELLS] = {
	{ "Truthy", "{x:true}", "[{{#x}}med{{/x}}]", "[med]" },
	{ "Falsey", "{x:false}", "[{{#x}}utan{{/x}}]", "[]" },
	{ "Null is falsey", "{x:null}", "[{{#x}}utan{{/x}}]", "[]" },
	{ "Context", "{forum:{namn:'VGR'}}", "{{#forum}}i {{namn}}{{/forum}}",
	  "i VGR" },
	{ "Parent contexts", "{a:1,b:'fel',inre:{b:2},c:{d:3}}",
	  "{{#inre}}{{a}}{{b}}{{c.d}}{{/inre}}", "123" },
	{ "Variable test", "{x:'ord'}", "{{#x}}{{.}}={{x}}{{/x}}", "ord=ord" },
	{ "List Contexts",
	  "{a:[{n:{stor:'A',liten:'a'},b:[{m:1,c:[{l:'x'},{l:'y'}]}]}]}",
	  "{{#a}}{{#b}}{{n.liten}}{{m}}:{{#c}}{{n.stor}}{{m}}{{l}};{{/c}}"
	  "{{/b}}{{/a}}",
	  "a1:A1x;A1y;" },
	{ "Deeply Nested Contexts", "{a:{i:1},b:{ii:2},c:{iii:3,d:{iv:4,v:5}}}",
	  "{{#a}}\n{{i}}\n{{#b}}\n{{i}}{{ii}}\n{{#c}}\n{{i}}{{ii}}{{iii}}\n"
	  "{{#d}}\n{{iv}}{{iii}}{{ii}}{{i}}\n{{#v}}\n{{.}}{{iv}}{{.}}{{v}}\n"
	  "{{/v}}\n{{iv}}\n{{/d}}\n{{iii}}\n{{/c}}\n{{ii}}\n{{/b}}\n{{i}}\n"
	  "{{/a}}\n",
	  "1\n12\n123\n4321\n5455\n4\n3\n2\n1\n" },
	{ "List", "{x:[{n:1},{n:2},{n:3}]}", "[{{#x}}{{n}}{{/x}}]", "[123]" },
	{ "Empty List", "{x:[]}", "[{{#x}}några{{/x}}]", "[]" },
	{ "Doubled", "{x:true,y:'2'}",
	  "{{#x}}\n1\n{{/x}}\n{{y}}\n{{#x}}\n3\n{{/x}}\n", "1\n2\n3\n" },
	{ "Nested (Truthy)", "{x:true}", "a{{#x}}b{{#x}}c{{/x}}d{{/x}}e",
	  "abcde" },
	{ "Nested (Falsey)", "{x:false}", "a{{#x}}b{{#x}}c{{/x}}d{{/x}}e",
	  "ae" },
	{ "Context Misses", "{}", "[{{#x}}finns{{/x}}]", "[]" },
	{ "Implicit Iterator - String", "{x:['SLK','KS']}",
	  "{{#x}}<{{.}}>{{/x}}", "<SLK><KS>" },
	{ "Implicit Iterator - Integer", "{x:[20,3,100]}",
	  "{{#x}}<{{.}}>{{/x}}", "<20><3><100>" },
	{ "Implicit Iterator - Decimal", "{x:[0.5,2.10]}",
	  "{{#x}}<{{.}}>{{/x}}", "<0.5><2.10>" },
	{ "Implicit Iterator - Array", "{x:[[1,2],['a','b'],[]]}",
	  "{{#x}}<{{#.}}{{.}}{{/.}}>{{/x}}", "<12><ab><>" },
	{ "Implicit Iterator - HTML Escaping", "{x:['<','\"','&']}",
	  "{{#x}}({{.}}){{/x}}", "(&lt;)(&quot;)(&amp;)" },
	{ "Implicit Iterator - Triple mustache", "{x:['<','\"','&']}",
	  "{{#x}}({{{.}}}){{/x}}", "(<)(\")(&)" },
	{ "Implicit Iterator - Ampersand", "{x:['<','\"','&']}",
	  "{{#x}}({{&.}}){{/x}}", "(<)(\")(&)" },
	{ "Implicit Iterator - Root-level", "[{n:1},{n:2}]",
	  "{{#.}}<{{n}}>{{/.}}", "<1><2>" },
	{ "Dotted Names - Truthy", "{v:{w:{x:true}}}",
	  "[{{#v.w.x}}med{{/v.w.x}}]", "[med]" },
	{ "Dotted Names - Falsey", "{v:{w:{x:false}}}",
	  "[{{#v.w.x}}utan{{/v.w.x}}]", "[]" },
	{ "Dotted Names - Broken Chains", "{v:{}}",
	  "[{{#v.w.x}}utan{{/v.w.x}}]", "[]" },
	{ "Surrounding Whitespace", "{x:true}", "a {{#x}}\tb {{/x}}\tc\n",
	  "a \tb \tc\n" },
	{ "Internal Whitespace", "{x:true}",
	  "a {{#x}} {{! bort }}\n\t{{/x}} c\n", "a  \n\t c\n" },
	{ "Indented Inline Sections", "{x:true}",
	  "  {{#x}}a{{/x}}\n\t{{#x}}b{{/x}}\n", "  a\n\tb\n" },
	{ "Standalone Lines", "{x:true}", "a\n{{#x}}\nb\n{{/x}}\nc\n",
	  "a\nb\nc\n" },
	{ "Indented Standalone Lines", "{x:true}",
	  "a\n\t{{#x}}\nb\n    {{/x}}\nc\n", "a\nb\nc\n" },
	{ "Standalone Line Endings", "{x:true}", "a\r\n{{#x}}\r\n{{/x}}\r\nb",
	  "a\r\nb" },
	{ "Standalone Without Previous Line", "{x:true}",
	  "\t{{#x}}\na{{/x}}\nb", "a\nb" },
	{ "Standalone Without Newline", "{x:true}", "a{{#x}}\nb\n\t{{/x}}",
	  "a\nb\n" },
	{ "Padding", "{x:true}", "a{{#\tx }}b{{/ x\t}}c", "abc" },
};

/* Where the specification's cases are silent. */
static const char *const beyond[][CELLS] = {
	{ "empty template", "{}", "", "" },
	{ "a truth, a list and an object write nothing",
	  "{t:true,f:false,l:[1],o:{a:1}}", "[{{t}}{{f}}{{l}}{{o}}]", "[]" },
	{ "empty text is as false", "{x:'',y:[[],'']}",
	  "{{#x}}a{{/x}}{{^x}}b{{/x}}{{#y}}{{^.}}c{{/.}}{{/y}}", "bcc" },
	{ "the text 0 is as true", "{x:0}", "{{#x}}a{{/x}}{{^x}}b{{/x}}", "a" },
	{ "a null hides what is around it", "{x:'fel',o:{x:null}}",
	  "[{{#o}}{{x}}{{/o}}]", "[]" },
	{ "all five characters", "{x:`&<>\"'`}", "{{x}}",
	  "&amp;&lt;&gt;&quot;&#39;" },
	{ "other delimiters, unescaped", "{x:'<'}",
	  "{{=<% %>=}}<%{x}%><%&x%><%x%>", "<<&lt;" },
	{ "delimiters back again", "{x:1}",
	  "{{=<% %>=}}<%x%><%={{ }}=%>{{x}}<%x%>", "11<%x%>" },
	{ "two tags on a line are not alone", "{x:true}", " {{#x}} {{/x}} \n",
	  "   \n" },
	{ "only a newline ends the line of a tag", "{}", "{{!a}}\rb", "\rb" },
	{ "text goes on after a section", "{x:true}",
	  "a{{#x}}b{{/x}}c{{!}}d{{!}}e", "abcde" },
	{ "indents of partials are added", "{x:'v'}", "\t{{>a}}\n.",
	  "\t1\n\t  2\n\t  v\n\t3\n.", "a", "1\n  {{>b}}\n3\n", "b",
	  "2\n{{x}}\n" },
	{ "a partial within a line is not indented", "{}", "\t{{>a}}\n.",
	  "\t1 2\n3 4\n.", "a", "1 {{>b}} 4\n", "b", "2\n3" },
	{ "a line that begins with a tag is indented", "{x:[1,2]}",
	  "  {{>a}}\n", "  x\n  1-2-y\n  z\n", "a",
	  "{{!c}}x\n{{#x}}{{.}}-{{/x}}y\n{{^y}}z{{/y}}\n" },
	{ "a section's line is indented in each pass", "{x:[1,2]}",
	  "  {{>a}}\n", "  1\n  2\n  .\n", "a", "{{#x}}\n{{.}}\n{{/x}}\n.\n" },
	{ "empty lines are not indented", "{}", "  {{>a}}\n.",
	  "  1\n\n\r\n  2\n.", "a", "1\n\n\r\n2\n" },
	{ "a partial's own name may have dots and slashes", "{}", "{{>a/b.c}}",
	  "1", "a/b.c", "1" },
};

struct fixture {
	struct arena *arena;
	struct diag_list *diags;
	struct template_set *set;
};

static void fixture_init(struct fixture *fixture,
			 const struct template_options *options)
{
	fixture->arena = arena_new();
	fixture->diags = diag_list_new();
	fixture->set = template_set_new(options, fixture->arena);
}

static void fixture_release(struct fixture *fixture)
{
	diag_list_free(fixture->diags);
	arena_free(fixture->arena);
}

static int compile(struct fixture *fixture, const char *name, const char *text)
{
	struct source *source = source_new(name, name, fixture->arena);

	source->text = (char *)text;
	source->length = strlen(text);
	return template_compile(fixture->set, name, source, fixture->diags);
}

static struct value data(struct fixture *fixture, const char *text)
{
	struct reader reader = { text, fixture->arena };

	return read_value(&reader);
}

/* Compile and render a row; what comes out is freed by the caller. */
static GString *render_row(const char *const *row,
			   const struct template_options *options)
{
	struct fixture fixture;
	GString *out = g_string_new(NULL);

	fixture_init(&fixture, options);
	assert_int_equal(compile(&fixture, "mall", row[TEMPLATE]), 0);
	for (size_t i = PARTIALS; row[i] != NULL; i += 2)
		assert_int_equal(compile(&fixture, row[i], row[i + 1]), 0);
	assert_int_equal(template_render(out, fixture.set, "mall",
					 data(&fixture, row[DATA]),
					 fixture.diags),
			 0);
	assert_int_equal(diag_count(fixture.diags, DIAG_NOTE), 0);
	fixture_release(&fixture);
	return out;
}

static void check_rows(const char *const (*rows)[CELLS], size_t count)
{
	struct template_options options = { .unescaped = true };

	for (size_t i = 0; i < count; i++) {
		GString *out = render_row(rows[i], &options);

		if (strcmp(out->str, rows[i][EXPECTED]) != 0)
			fail_msg("%s: expected \"%s\", got \"%s\"",
				 rows[i][RULE], rows[i][EXPECTED], out->str);
		g_string_free(out, TRUE);
	}
}

#define TEST_ROWS(area)                                                        \
	static void test_##area(void **state)                                  \
	{                                                                      \
		(void)state;                                                   \
		check_rows(area, sizeof(area) / sizeof(*area));                \
	}

TEST_ROWS(comments)
TEST_ROWS(delimiters)
TEST_ROWS(interpolation)
TEST_ROWS(inverted)
TEST_ROWS(partials)
TEST_ROWS(sections)
TEST_ROWS(beyond)

/* In a theme the value alone decides, whatever the tag. */
static void test_escaping_in_themes(void **state)
{
	static const char *const rows[][CELLS] = {
		{ "text", "{x:'<b>'}", "{{x}} {{{x}}} {{&x}}",
		  "&lt;b&gt; &lt;b&gt; &lt;b&gt;" },
		{ "markup", "{x:|<b>|}", "{{x}} {{{x}}} {{&x}}",
		  "<b> <b> <b>" },
		{ "list", "{x:['<',|<|]}", "{{#x}}{{.}}{{{.}}}{{/x}}",
		  "&lt;&lt;<<" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		GString *out = render_row(rows[i], NULL);

		assert_string_equal(out->str, rows[i][EXPECTED]);
		g_string_free(out, TRUE);
	}
}

/* Many names, so that an object grows; the last value set holds. */
static void test_object_grows(void **state)
{
	struct arena *arena = arena_new();
	struct object *object = object_new(arena);

	(void)state;
	assert_null(object_get(object, "namn"));
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 1000; i++)
			object_set_text(object,
					arena_printf(arena, "namn-%d", i),
					arena_printf(arena, "%d-%d", round, i));
	for (int i = 0; i < 1000; i++) {
		const struct value *value =
			object_get(object, arena_printf(arena, "namn-%d", i));

		assert_non_null(value);
		assert_int_equal(value->kind, VALUE_TEXT);
		assert_string_equal(value->text,
				    arena_printf(arena, "1-%d", i));
	}
	assert_null(object_get(object, "namn-1000"));
	assert_null(object_get(object, ""));
	arena_free(arena);
}

/* Long names whose first and last eight bytes are the same. */
static void test_object_alike(void **state)
{
	struct arena *arena = arena_new();
	struct object *object = object_new(arena);

	(void)state;
	object_set_truth(object, "samordning-a-samordning", true);
	object_set_truth(object, "samordning-b-samordning", false);
	object_set_text(object, "", "tomt");
	assert_int_equal(object_get(object, "samordning-a-samordning")->kind,
			 VALUE_TRUE);
	assert_int_equal(object_get(object, "samordning-b-samordning")->kind,
			 VALUE_FALSE);
	assert_null(object_get(object, "samordning-c-samordning"));
	assert_string_equal(object_get(object, "")->text, "tomt");
	arena_free(arena);
}

/* The tree as pages build it; text that does not end with a zero byte. */
static void test_building(void **state)
{
	struct fixture fixture;
	struct object *page;
	struct list *list;
	GString *out = g_string_new(NULL);

	(void)state;
	fixture_init(&fixture, NULL);
	page = object_new(fixture.arena);
	object_set_text(object_add_object(page, "sajt"), "titel", "R&D");
	object_set_markup(page, "brödtext", "<p>");
	object_set_markup(page, "inget", NULL);
	object_set(page, "ingen-lista", value_list(NULL));
	object_set(page, "inget-objekt", value_object(NULL));
	object_set(page, "del", value_markup_length("a&lt;b", 5));
	object_set(page, "tom", value_markup_length(NULL, 0));
	list = object_add_list(page, "rader");
	for (int i = 0; i < 20; i++)
		object_set_text(list_add_object(list), "nr",
				arena_printf(fixture.arena, "%d", i));
	assert_int_equal(list_length(list), 20);
	assert_int_equal(compile(&fixture, "sida",
				 "{{sajt.titel}}{{brödtext}}{{del}}{{tom}}"
				 "{{#inget}}fel{{/inget}}"
				 "{{#ingen-lista}}fel{{/ingen-lista}}"
				 "{{#inget-objekt}}fel{{/inget-objekt}}"
				 "{{#rader}}{{nr}},{{/rader}}"),
			 0);
	assert_int_equal(template_render(out, fixture.set, "sida",
					 value_object(page), fixture.diags),
			 0);
	assert_string_equal(out->str, "R&amp;D<p>a&lt;0,1,2,3,4,5,6,7,8,9,10,"
				      "11,12,13,14,15,16,17,18,19,");
	g_string_free(out, TRUE);
	fixture_release(&fixture);
}

/* What is written grows far beyond the room of a new GString. */
static void test_long_text(void **state)
{
	struct fixture fixture;
	struct object *page;
	GString *long_text = g_string_new(NULL);
	GString *expected = g_string_new(NULL);
	GString *out = g_string_new("först ");

	(void)state;
	fixture_init(&fixture, NULL);
	page = object_new(fixture.arena);
	for (int i = 0; i < 3000; i++) {
		g_string_append_printf(long_text, "%d<", i);
		g_string_append_printf(expected, "%d&lt;", i);
	}
	object_set_text(page, "text", long_text->str);
	object_set_markup(page, "markup", long_text->str);
	assert_int_equal(compile(&fixture, "sida", "{{text}}{{markup}}"), 0);
	assert_int_equal(template_render(out, fixture.set, "sida",
					 value_object(page), fixture.diags),
			 0);
	g_string_prepend(expected, "först ");
	g_string_append(expected, long_text->str);
	assert_string_equal(out->str, expected->str);
	g_string_free(long_text, TRUE);
	g_string_free(expected, TRUE);
	g_string_free(out, TRUE);
	fixture_release(&fixture);
}

/* More templates than the set has buckets. */
static void test_many_templates(void **state)
{
	struct fixture fixture;
	GString *all = g_string_new(NULL);
	GString *out = g_string_new(NULL);
	GString *expected = g_string_new(NULL);

	(void)state;
	fixture_init(&fixture, NULL);
	for (int i = 0; i < 3000; i++) {
		const char *name = arena_printf(fixture.arena, "del-%d", i);

		g_string_append_printf(all, "{{>%s}}", name);
		g_string_append_printf(expected, "%s;", name);
		compile(&fixture, name,
			arena_printf(fixture.arena, "%s;", name));
	}
	assert_int_equal(compile(&fixture, "alla", all->str), 0);
	assert_int_equal(template_set_check(fixture.set,
					    (const char *[]){ NULL },
					    fixture.diags),
			 0);
	assert_int_equal(template_render(out, fixture.set, "alla",
					 value_truth(true), fixture.diags),
			 0);
	assert_string_equal(out->str, expected->str);
	g_string_free(all, TRUE);
	g_string_free(out, TRUE);
	g_string_free(expected, TRUE);
	fixture_release(&fixture);
}

/* Findings are compared as they are printed, so the file must be there. */
static char *print_findings(struct diag_list *diags)
{
	char *printed = NULL;
	size_t length;
	FILE *out = open_memstream(&printed, &length);

	assert_non_null(out);
	diag_print(diags, DIAG_ENGLISH, 0, out);
	fclose(out);
	return printed;
}

static struct source *write_source(struct fixture *fixture, const char *folder,
				   const char *name, const char *text)
{
	char *path = g_build_filename(folder, name, NULL);
	struct source *source = source_new(path, name, fixture->arena);

	assert_true(g_file_set_contents(path, text, -1, NULL));
	source->text = (char *)text;
	source->length = strlen(text);
	g_free(path);
	return source;
}

static const char *const declared[] = { "namn", "barn", "forum", "titel",
					NULL };

struct finding_row {
	const char *text;    /* of the template "mall" */
	const char *partial; /* of the template "del"; NULL: there is none */
	const char *expected;
};

static const struct finding_row finding_rows[] = {
	{ "{{namn}}{{#forum}}{{namn}}{{^titel}}{{/titel}}{{/forum}}", NULL,
	  "" },
	{ "a\n {{namn\nb", NULL,
	  "mall:2:2: error: the template is not valid Mustache: "
	  "\"{{namn\" [template-syntax]\n"
	  "     2 |  {{namn\n"
	  "       |  ^~~~~~\n" },
	{ "å {{{namn}} b", NULL,
	  "mall:1:3: error: the template is not valid Mustache: "
	  "\"{{{namn}} b\" [template-syntax]\n"
	  "     1 | å {{{namn}} b\n"
	  "       |   ^~~~~~~~~~~\n" },
	{ "{{#forum}}\n{{namn}}", NULL,
	  "mall:1:1: error: the template is not valid Mustache: "
	  "\"{{#forum}}\" [template-syntax]\n"
	  "     1 | {{#forum}}\n"
	  "       | ^~~~~~~~~~\n"
	  "       = write: {{/forum}}\n" },
	{ "{{#forum}}\n{{/foru}}{{#barn}}{{/barn}}", NULL,
	  "mall:2:1: error: the template is not valid Mustache: "
	  "\"{{/foru}}\" [template-syntax]\n"
	  "     2 | {{/foru}}{{#barn}}{{/barn}}\n"
	  "       | ^~~~~~~~~\n"
	  "       = write: {{/forum}}\n"
	  "       = see also mall:1:1\n" },
	{ "{{#forum}}{{#barn}}{{^namn}}{{/forum}}", NULL,
	  "mall:1:29: error: the template is not valid Mustache: "
	  "\"{{/forum}}\" [template-syntax]\n"
	  "     1 | {{#forum}}{{#barn}}{{^namn}}{{/forum}}\n"
	  "       |                             ^~~~~~~~~~\n"
	  "       = write: {{/namn}}\n"
	  "       = see also mall:1:20\n" },
	{ "{{/forum}}", NULL,
	  "mall:1:1: error: the template is not valid Mustache: "
	  "\"{{/forum}}\" [template-syntax]\n"
	  "     1 | {{/forum}}\n"
	  "       | ^~~~~~~~~~\n" },
	{ "{{=<%=}}", NULL,
	  "mall:1:1: error: the template is not valid Mustache: "
	  "\"{{=<%=}}\" [template-syntax]\n"
	  "     1 | {{=<%=}}\n"
	  "       | ^~~~~~~~\n"
	  "       = write: {{=<% %>=}}\n" },
	{ "{{=a b c=}}{{= a= b =}}{{==}}", NULL,
	  "mall:1:1: error: the template is not valid Mustache: "
	  "\"{{=a b c=}}\" [template-syntax]\n"
	  "     1 | {{=a b c=}}{{= a= b =}}{{==}}\n"
	  "       | ^~~~~~~~~~~\n"
	  "       = write: {{=<% %>=}}\n"
	  "mall:1:12: error: the template is not valid Mustache: "
	  "\"{{= a= b =}}\" [template-syntax]\n"
	  "     1 | {{=a b c=}}{{= a= b =}}{{==}}\n"
	  "       |            ^~~~~~~~~~~~\n"
	  "       = write: {{=<% %>=}}\n"
	  "mall:1:24: error: the template is not valid Mustache: "
	  "\"{{==}}\" [template-syntax]\n"
	  "     1 | {{=a b c=}}{{= a= b =}}{{==}}\n"
	  "       |                        ^~~~~~\n"
	  "       = write: {{=<% %>=}}\n" },
	{ "{{}}\n{{> }}\n{{titel namn}}\n{{forum..namn}}", NULL,
	  "mall:1:1: error: the template is not valid Mustache: "
	  "\"{{}}\" [template-syntax]\n"
	  "     1 | {{}}\n"
	  "       | ^~~~\n"
	  "mall:2:1: error: the template is not valid Mustache: "
	  "\"{{> }}\" [template-syntax]\n"
	  "     2 | {{> }}\n"
	  "       | ^~~~~~\n"
	  "mall:3:1: error: the template is not valid Mustache: "
	  "\"{{titel namn}}\" [template-syntax]\n"
	  "     3 | {{titel namn}}\n"
	  "       | ^~~~~~~~~~~~~~\n"
	  "mall:4:1: error: the template is not valid Mustache: "
	  "\"{{forum..namn}}\" [template-syntax]\n"
	  "     4 | {{forum..namn}}\n"
	  "       | ^~~~~~~~~~~~~~~\n" },
	{ "{{a b______________________________________________________åå}}",
	  NULL,
	  "mall:1:1: error: the template is not valid Mustache: "
	  "\"{{a b______________________________________________________…\" "
	  "[template-syntax]\n"
	  "     1 | {{a b______________________________________________________"
	  "åå}}\n"
	  "       | "
	  "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n" },
	{ "{{$namn}}{{<del}}", "",
	  "mall:1:1: error: the template is not valid Mustache: "
	  "\"{{$namn}}\" [template-syntax]\n"
	  "     1 | {{$namn}}{{<del}}\n"
	  "       | ^~~~~~~~~\n"
	  "mall:1:10: error: the template is not valid Mustache: "
	  "\"{{<del}}\" [template-syntax]\n"
	  "     1 | {{$namn}}{{<del}}\n"
	  "       |          ^~~~~~~~\n" },
	{ "{{ nam }}{{forum.tittel}}{{#xyzzyxyzzy}}{{/xyzzyxyzzy}}", NULL,
	  "mall:1:4: error: the program has no value with this name: "
	  "\"nam\" [template-name]\n"
	  "     1 | {{ nam }}{{forum.tittel}}{{#xyzzyxyzzy}}{{/xyzzyxyzzy}}\n"
	  "       |    ^~~\n"
	  "       = did you mean \"namn\"?\n"
	  "mall:1:18: error: the program has no value with this name: "
	  "\"tittel\" [template-name]\n"
	  "     1 | {{ nam }}{{forum.tittel}}{{#xyzzyxyzzy}}{{/xyzzyxyzzy}}\n"
	  "       |                  ^~~~~~\n"
	  "       = did you mean \"titel\"?\n"
	  "mall:1:29: error: the program has no value with this name: "
	  "\"xyzzyxyzzy\" [template-name]\n"
	  "     1 | {{ nam }}{{forum.tittel}}{{#xyzzyxyzzy}}{{/xyzzyxyzzy}}\n"
	  "       |                             ^~~~~~~~~~\n" },
	{ "{{> dell }}{{>del}}", "{{namn}}",
	  "mall:1:5: error: the theme has no such partial template: "
	  "\"dell\" [template-partial]\n"
	  "     1 | {{> dell }}{{>del}}\n"
	  "       |     ^~~~\n"
	  "       = did you mean \"del\"?\n" },
	{ "{{>mall}}", NULL,
	  "mall:1:4: error: partial templates include each other without "
	  "end: \"mall\" [template-depth]\n"
	  "     1 | {{>mall}}\n"
	  "       |    ^~~~\n" },
	{ "{{>del}}", "{{^namn}}{{>mall}}{{/namn}}",
	  "del:1:13: error: partial templates include each other without "
	  "end: \"mall\" [template-depth]\n"
	  "     1 | {{^namn}}{{>mall}}{{/namn}}\n"
	  "       |             ^~~~\n" },
	{ "{{>del}}{{>del}}", "{{#barn}}{{>mall}}{{>del}}{{/barn}}", "" },
};

static void check_finding_row(const struct finding_row *row, const char *folder)
{
	struct fixture fixture;
	char *printed;
	int result;

	fixture_init(&fixture, NULL);
	result = template_compile(
		fixture.set, "mall",
		write_source(&fixture, folder, "mall", row->text),
		fixture.diags);
	if (row->partial != NULL)
		result |= template_compile(
			fixture.set, "del",
			write_source(&fixture, folder, "del", row->partial),
			fixture.diags);
	result |= template_set_check(fixture.set, declared, fixture.diags);
	printed = print_findings(fixture.diags);
	assert_string_equal(printed, row->expected);
	assert_int_equal(result, row->expected[0] == '\0' ? 0 : -1);
	free(printed);
	fixture_release(&fixture);
}

static char *make_folder(void)
{
	char *folder = g_build_filename(g_get_tmp_dir(),
					"bilaga-template-XXXXXX", NULL);

	assert_non_null(g_mkdtemp(folder));
	return folder;
}

static void remove_folder(char *folder)
{
	static const char *const names[] = { "mall", "del" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *path = g_build_filename(folder, names[i], NULL);

		unlink(path);
		g_free(path);
	}
	rmdir(folder);
	g_free(folder);
}

static void test_findings(void **state)
{
	char *folder = make_folder();

	(void)state;
	for (size_t i = 0; i < sizeof(finding_rows) / sizeof(*finding_rows);
	     i++)
		check_finding_row(&finding_rows[i], folder);
	remove_folder(folder);
}

/* Sections in each other: as many as allowed, and one more. */
static void test_nesting(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		struct fixture fixture;
		GString *text = g_string_new(NULL);

		fixture_init(&fixture, NULL);
		for (int i = 0; i < TEMPLATE_SECTIONS_MAX + more; i++)
			g_string_append(text, "{{#.}}");
		g_string_append(text, "x");
		for (int i = 0; i < TEMPLATE_SECTIONS_MAX; i++)
			g_string_append(text, "{{/.}}");
		assert_int_equal(compile(&fixture, "mall", text->str), -more);
		assert_int_equal(diag_count(fixture.diags, DIAG_ERROR), more);
		g_string_free(text, TRUE);
		fixture_release(&fixture);
	}
}

struct limit_row {
	const char *text;
	uint64_t steps_max;
	const char *expected;
	const char *name; /* of the finding; NULL: none */
};

/* Ten passes are four of l in l in l in l; six are needed by the last. */
static const struct limit_row limit_rows[] = {
	{ "x{{#barn}}{{>mall}}{{>mall}}{{/barn}}", 0,
	  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "[template-depth]" },
	{ "{{#l}}{{#l}}{{#l}}{{#l}}x{{/l}}{{/l}}{{/l}}{{/l}}", 10, "xxxx",
	  "[template-steps]" },
	{ "{{#l}}{{^barn}}{{/barn}}{{^a}}{{^a}}x{{/a}}{{/a}}{{/l}}", 5, "x",
	  "[template-steps]" },
	{ "{{#l}}{{^barn}}{{/barn}}{{^a}}{{^a}}x{{/a}}{{/a}}{{/l}}", 6, "xx",
	  NULL },
};

static void check_limit_row(const struct limit_row *row, const char *folder)
{
	struct template_options options = { .steps_max = row->steps_max };
	struct fixture fixture;
	GString *out = g_string_new(NULL);
	char *printed;
	int result;

	fixture_init(&fixture, &options);
	result = template_compile(
		fixture.set, "mall",
		write_source(&fixture, folder, "mall", row->text),
		fixture.diags);
	assert_int_equal(result, 0);
	result = template_render(out, fixture.set, "mall",
				 data(&fixture, "{barn:true,l:[1,2]}"),
				 fixture.diags);
	printed = print_findings(fixture.diags);
	assert_string_equal(out->str, row->expected);
	assert_int_equal(result, row->name == NULL ? 0 : -1);
	assert_int_equal(diag_count(fixture.diags, DIAG_NOTE), -result);
	assert_non_null(strstr(printed, row->name == NULL ? "" : row->name));
	free(printed);
	g_string_free(out, TRUE);
	fixture_release(&fixture);
}

/* Templates that pass the check and still do not end with some values. */
static void test_limits(void **state)
{
	char *folder = make_folder();

	(void)state;
	for (size_t i = 0; i < sizeof(limit_rows) / sizeof(*limit_rows); i++)
		check_limit_row(&limit_rows[i], folder);
	remove_folder(folder);
}

/* A template may be compiled anew; one that is refused writes nothing. */
static void test_replacing(void **state)
{
	struct fixture fixture;
	GString *out = g_string_new(NULL);
	struct value root;

	(void)state;
	fixture_init(&fixture, NULL);
	root = data(&fixture, "{namn:1}");
	assert_int_equal(compile(&fixture, "mall", "{{>del}}{{>senare}}"), 0);
	assert_true(template_set_has(fixture.set, "mall"));
	assert_false(template_set_has(fixture.set, "del"));
	assert_false(template_set_has(fixture.set, "finns inte"));
	assert_int_equal(compile(&fixture, "del", "gammal"), 0);
	assert_int_equal(compile(&fixture, "del", "ny {{namn}}"), 0);
	assert_true(template_set_has(fixture.set, "del"));
	assert_int_equal(
		template_render(out, fixture.set, "mall", root, fixture.diags),
		0);
	assert_string_equal(out->str, "ny 1");
	assert_int_equal(compile(&fixture, "del", "fel {{namn"), -1);
	assert_int_equal(
		template_render(out, fixture.set, "mall", root, fixture.diags),
		0);
	assert_string_equal(out->str, "ny 1");
	g_string_free(out, TRUE);
	fixture_release(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_interpolation),
		cmocka_unit_test(test_inverted),
		cmocka_unit_test(test_partials),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_beyond),
		cmocka_unit_test(test_escaping_in_themes),
		cmocka_unit_test(test_object_grows),
		cmocka_unit_test(test_object_alike),
		cmocka_unit_test(test_building),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_many_templates),
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_nesting),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_replacing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
