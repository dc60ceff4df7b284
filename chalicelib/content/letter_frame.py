"""The letter's frame: `[[places]]` for a message, `{{values}}` for SES to fill.

One column that fits a phone, readable without styles, light and dark. Mail programs drop much of what browsers
know, so the layout is one table and the styles stand at the tags; the block in the head only adds dark colours
and narrow margins where it is understood.
"""

HTML = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[title]]</title>
<style>
a { color: #1d4ed8; }
.body h1, .body h2, .body h3, .body h4 { line-height: 1.25; margin: 1.2em 0 0.4em; }
.body img { max-width: 100%; height: auto; }
.body table { border-collapse: collapse; }
.body td, .body th { border: 1px solid #cbd5e1; padding: 6px 10px; text-align: start; }
.body blockquote { border-inline-start: 3px solid #cbd5e1; margin: 1em 0; padding-inline-start: 1em; }
@media (max-width: 480px) { .pad { padding-left: 18px !important; padding-right: 18px !important; } }
@media (prefers-color-scheme: dark) {
  .page { background: #0f172a !important; }
  .sheet { background: #1e293b !important; }
  .ink { color: #f1f5f9 !important; }
  .quiet { color: #cbd5e1 !important; }
  a { color: #93c5fd; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f1f5f9;">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="background:#f1f5f9;">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="max-width:600px;background:#ffffff;border-radius:8px;font-family:-apple-system,'Segoe UI',Roboto,\
Helvetica,Arial,sans-serif;">
<tr><td class="pad ink" style="padding:24px 32px 0;color:#0f172a;">
{{answer}}<p style="margin:0;font-size:18px;font-weight:600;line-height:1.3;">[[head]]</p>
<p class="quiet" style="margin:2px 0 0;font-size:14px;line-height:1.4;color:#475569;">[[sender]]</p>
</td></tr>
<tr><td class="pad ink body" dir="auto" style="padding:20px 32px 28px;color:#0f172a;font-size:16px;\
line-height:1.55;overflow-wrap:anywhere;">
{{disclaimer}}{{about}}<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3;">[[title]]</h1>
[[body]]
</td></tr>
<tr><td class="pad quiet" lang="{{language}}" style="padding:16px 32px 24px;border-top:1px solid #cbd5e1;\
color:#475569;font-size:13px;line-height:1.5;">
{{why}}{{link}}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""

TEXT = """\
{{answer_text}}{{head_text}}

{{disclaimer_text}}{{about_text}}[[body]]

--
{{why_text}}{{link_text}}
"""

# Where an answer by email is cut off: programs quote it with the rest (RPLY-06).
MARKER = "##---##"
ANSWER = '<p class="quiet" style="margin:0 0 12px;font-size:12px;color:#475569;">{}</p>\n'

# Above a letter that was flagged (CHAN-14).
DISCLAIMER = '<p style="margin:0 0 16px;padding:10px 14px;border:1px solid #b45309;font-size:14px;">{}</p>\n'
# Whom the letter is about, where it is about somebody.
ABOUT = '<p class="quiet" style="margin:0 0 8px;font-size:14px;color:#475569;">{}</p>\n'
