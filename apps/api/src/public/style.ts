/** One style sheet for all public pages: readable on a phone, in print and without script. */
export const style = `
:root{--ink:#1b2430;--soft:#5a6675;--line:#e3e7ec;--brand:#0b4f9e;--wash:#f4f7fb;--struck:#6b7580}
*{box-sizing:border-box}
body{margin:0;font:16px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;color:var(--ink);background:#fff}
a{color:var(--brand);text-decoration:none}a:hover{text-decoration:underline}
header.site{background:var(--brand);color:#fff}
header.site .in{max-width:1080px;margin:0 auto;padding:14px 20px;display:flex;flex-wrap:wrap;gap:8px 28px;align-items:baseline}
header.site a{color:#fff}header.site .name{font-size:20px;font-weight:600;letter-spacing:1px}
header.site nav{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:15px}
header.site nav a[aria-current]{border-bottom:2px solid #fff}
main{max-width:1080px;margin:0 auto;padding:24px 20px 56px}
h1{font-size:26px;line-height:1.4;margin:8px 0 4px}h2{font-size:19px;margin:32px 0 12px}
.meta{color:var(--soft);font-size:14px;margin:0 0 20px}
.pre{white-space:pre-wrap}.apart{margin-top:24px}
h1,h2,p,td,.card,.notice{overflow-wrap:anywhere}
.lead{font-size:17px;max-width:46em}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:16px;margin:20px 0}
.card{border:1px solid var(--line);border-radius:8px;padding:16px 18px;background:#fff}
.card .n{font-size:30px;font-weight:600;color:var(--brand);line-height:1.2}.card .l{color:var(--soft);font-size:14px}
table{width:100%;border-collapse:collapse;font-size:15px}
th{text-align:left;background:var(--wash);font-weight:600;color:var(--soft);font-size:14px}
th,td{padding:9px 10px;border-bottom:1px solid var(--line);vertical-align:top}
td .meta{margin:0}td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}th,td.num,td.code,td.day{white-space:nowrap;overflow-wrap:normal}
tr.struck td{color:var(--struck)}tr.struck .t{text-decoration:line-through}
.tag{display:inline-block;border:1px solid var(--line);background:var(--wash);border-radius:4px;padding:0 7px;font-size:13px;color:var(--soft);margin:0 6px 4px 0}
.notice{border-left:4px solid #c77d00;background:#fff8ea;padding:10px 14px;margin:16px 0}
.notice.good{border-color:#1d7f3c;background:#effaf2}.notice.bad{border-color:#b3261e;background:#fdf1f0}.notice code{word-break:break-all;font-size:13px}
form.verify{display:grid;gap:10px;max-width:34em;border:1px solid var(--line);border-radius:8px;padding:18px;margin:18px 0}
form.verify button{justify-self:start;background:var(--brand);color:#fff;border:0;border-radius:6px;padding:9px 28px;font:inherit;cursor:pointer}
svg.bars{width:100%;max-width:760px;height:auto;display:block;overflow:visible}svg.bars rect{fill:var(--brand)}svg.bars .axis{stroke:var(--line)}svg.bars text{font-size:12px;text-anchor:middle;fill:var(--ink)}svg.bars .label{fill:var(--soft)}
nav.periods{display:flex;flex-wrap:wrap;gap:6px 16px;margin:12px 0;font-size:15px}nav.periods a[aria-current]{font-weight:600;color:var(--ink)}
.empty{border:1px dashed var(--line);border-radius:8px;padding:28px;text-align:center;color:var(--soft)}
.hash{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12.5px;word-break:break-all;color:var(--soft)}
dl.fields{display:grid;grid-template-columns:9em 1fr;gap:0;margin:0;border-top:1px solid var(--line)}
dl.fields dt,dl.fields dd{padding:9px 0;border-bottom:1px solid var(--line);margin:0}dl.fields dt{color:var(--soft)}
dl.fields dd{white-space:pre-wrap;overflow-wrap:anywhere}
footer.site{border-top:1px solid var(--line);color:var(--soft);font-size:13px;padding:18px 20px;text-align:center}
.pager{display:flex;justify-content:space-between;margin:18px 0}
@media (max-width:640px){
 body{font-size:15px}h1{font-size:21px}main{padding:16px 14px 40px}
 table.list thead{display:none}table.list tr{display:block;border:1px solid var(--line);border-radius:8px;margin-bottom:12px;padding:8px 12px}
 table.list td{display:block;border:0;padding:2px 0}table.list td[data-l]::before{content:attr(data-l) "：";color:var(--soft);font-size:13px}
 table.list td.num{text-align:left}
 svg.bars text{font-size:20px}
 dl.fields{grid-template-columns:1fr}dl.fields dt{border:0;padding-bottom:0;font-size:13px}dl.fields dd{padding-top:0}
}
@media print{header.site nav,.pager,.noprint{display:none}header.site{background:none;color:#000}header.site .name a{color:#000}}
`;
