import Records
import Testing

/// A file, and what becomes of it.
struct ImportCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var parameters = ""
    var type = "text/csv"
    /// Inserted, updated, unchanged, refused.
    var counts = [0, 0, 0, 0]
    /// What is wrong, each from its pointer on; the end may be left out.
    var errors: [String] = []
    /// The first runs that are stored, as the members that are looked at.
    var runs: [String] = []

    var testDescription: String { name }

    init(
        _ name: String, _ text: String, _ parameters: String = "", type: String = "text/csv", counts: [Int],
        errors: [String] = [], runs: [String] = []
    ) {
        self.init(name, Array(text.utf8), parameters, type: type, counts: counts, errors: errors, runs: runs)
    }

    init(
        _ name: String, _ bytes: [UInt8], _ parameters: String = "", type: String = "text/csv", counts: [Int],
        errors: [String] = [], runs: [String] = []
    ) {
        self.name = name
        self.bytes = bytes
        self.parameters = parameters
        self.type = type
        self.counts = counts
        self.errors = errors
        self.runs = runs
    }
}

extension ImportCase {
    private static let ndjson = "application/x-ndjson"
    private static let plain =
        #""external_id": "1", "kind": "supervised", "params": 1000000000, "tokens": 20000000000, "loss": 2.5"#

    /// Files that are taken whole.
    static let taken = [
        ImportCase("plain", "N,D,loss\n1e9,2e10,2.5\n", counts: [1, 0, 0, 0], runs: [plain]),
        ImportCase("a byte order mark", "\u{FEFF}N,D,loss\n1e9,2e10,2.5\n", counts: [1, 0, 0, 0], runs: [plain]),
        ImportCase("CRLF", "N,D,loss\r\n1e9,2e10,2.5\r\n", counts: [1, 0, 0, 0], runs: [plain]),
        ImportCase("no line end at the end", "N,D,loss\n1e9,2e10,2.5", counts: [1, 0, 0, 0], runs: [plain]),
        ImportCase("blank lines", "N,D,loss\n\n1e9,2e10,2.5\n\n\n", counts: [1, 0, 0, 0], runs: [plain]),
        ImportCase(
            "unit suffixes", "params,tokens,loss\n1B,20b,2.5\n0.3G,2T,2.4\n", counts: [2, 0, 0, 0],
            runs: [plain, #""params": 300000000, "tokens": 2000000000000"#]),
        ImportCase("semicolons", "N;D;loss\n1e9;2e10;2.5\n", counts: [1, 0, 0, 0], runs: [plain]),
        ImportCase(
            "decimal commas", "N;D;loss\n1e9;20,0B;2,5\n", "decimal=comma", counts: [1, 0, 0, 0], runs: [plain]),
        ImportCase("tabs", "N\tD\tloss\n1e9\t2e10\t2.5\n", counts: [1, 0, 0, 0], runs: [plain]),
        ImportCase(
            "quoted commas", "id,N,D,loss,note\n\"a,1\",1e9,2e10,2.5,\"said \"\"no\"\",\nthen yes\"\n",
            counts: [1, 0, 0, 0], runs: [#""external_id": "a,1""#, #""note": "said \"no\",\nthen yes""#]),
        ImportCase(
            "extra columns", "N,D,loss,gpu,\n1e9,2e10,2.5,H100,x\n", counts: [1, 0, 0, 0],
            runs: [plain, #""extra": {"gpu": "H100", "column 5": "x"}"#]),
        ImportCase(
            "names in other spellings", "Run ID,Model Size,Train-Tokens,Val.Loss,Student LR\nr1,1B,20B,2.5,1\n",
            counts: [1, 0, 0, 0], runs: [#""external_id": "r1""#, #""extra": {"Student LR": "1"}"#]),
        ImportCase(
            "a teacher that was measured", "N_S,D_S,L_S,L_T,N_T,D_T\n3e8,1e10,2.7,2.1,7e9,2e11\n",
            counts: [1, 0, 0, 0],
            runs: [
                #""kind": "distillation", "params": 300000000, "tokens": 10000000000, "loss": 2.7"#,
                #""teacher_params": 7000000000, "teacher_tokens": 200000000000, "teacher_loss": 2.1"#,
            ]),
        ImportCase(
            "a teacher that is a run", "id,N,D,L,teacher_run\nt,1e9,2e10,2.5,\ns,3e8,1e10,2.7,t\n",
            counts: [2, 0, 0, 0],
            runs: [#""external_id": "t", "kind": "supervised""#, #""teacher_source": "f.csv", "teacher_run": "t""#]),
        ImportCase(
            "tokens of compute", "Model Size,Training FLOP,loss\n1B,1.2e20,2.5\n", "tokens_from=flops",
            counts: [1, 0, 0, 0], runs: [plain, #""extra": {"Training FLOP": "1.2e20"}"#]),
        ImportCase(
            "mixed units", "N,D,loss,unit\n1e9,2e10,2.5,nats\n1e9,2e10,2.5,Bits/token\n1e9,2e10,2.5,\n",
            "unit=bits", counts: [3, 0, 0, 0],
            runs: [#""loss": 2.5"#, #""loss": 1.7328679513998633"#, #""loss": 1.7328679513998633"#]),
        ImportCase(
            "bits when said so", "N,D,loss,teacher_loss\n1e9,2e10,3,2.5\n", "unit=bits", counts: [1, 0, 0, 0],
            runs: [#""loss": 2.0794415416798357"#, #""teacher_loss": 1.7328679513998633"#]),
        ImportCase(
            "parameters that are counted in another way", "total_params,D,loss\n1e9,2e10,2.5\n", counts: [1, 0, 0, 0],
            runs: [#""parameter_counting": "all""#]),
        ImportCase(
            "all that can be said",
            "source,id,kind,N,D,L,loss_split,L_T,λ,tau,top-k,lr,batch_tokens,dtype,seed,unique_tokens,epochs,seq_len,split,tags,url,comment,exclude,exclusion_reason\n"
                + "w,9,distillation,1e9,2e10,2.5,val,2.1,0.9,2,128,3e-4,2M,bf16,-7,5B,4,4096,test,b a,https://x,ok,TRUE,diverged\n",
            counts: [1, 0, 0, 0],
            runs: [
                #""source": "w", "external_id": "9", "kind": "distillation""#,
                #""loss_split": "val", "teacher_loss": 2.1"#,
                #""lambda": 0.9, "temperature": 2, "top_k": 128, "learning_rate": 0.0003, "batch_tokens": 2000000, "precision": "bf16", "seed": -7, "unique_tokens": 5000000000, "epochs": 4, "context": 4096, "split": "test", "tags": ["a", "b"], "url": "https://x", "note": "ok", "excluded": true, "excluded_reason": "diverged""#,
            ]),
        ImportCase(
            "an override", "N_S,N_S_figure,D_S,loss\n1,1e9,2e10,2.5\n", "map=params=N_S_figure", counts: [1, 0, 0, 0],
            runs: [plain, #""extra": {"N_S": "1"}"#]),
        ImportCase(
            "two overrides of two columns each", "a,b,D,loss,val_loss\n1e9,x,2e10,2.5,9\n", "map=N=a&map=loss=loss",
            counts: [1, 0, 0, 0], runs: [plain, #""extra": {"b": "x", "val_loss": "9"}"#]),
        ImportCase(
            "JSON Lines",
            "{\"N\": 1e9, \"D\": \"20B\", \"loss\": 2.5, \"id\": 1, \"tags\": [\"b\"], \"x\": {\"y\": 1.50}}\n\n{\"id\": \"2\", \"loss\": 2.4, \"tokens\": 1e9, \"params\": 1e8, \"note\": null}\n",
            type: ndjson, counts: [2, 0, 0, 0],
            runs: [plain, #""tags": ["b"]"#, #""extra": {"x": {"y": 1.50}}"#, #""external_id": "2""#]),
        ImportCase(
            "rows that are right beside others", "N,D,loss\n1e9,2e10,2.5\n1e9,2e10,-1\n1e9,2e10,2.4\n",
            "keep_going=true",
            counts: [2, 0, 0, 1], errors: ["/rows/1/loss: line 3: -1 is out of range"],
            runs: [#""external_id": "1""#, #""external_id": "3""#]),
    ]

    private static let nothing = [0, 0, 0, 0]

    /// Files of which nothing is taken.
    static let refused = [
        ImportCase("an empty file", "", counts: nothing, errors: [": line 1: is empty"]),
        ImportCase("a byte order mark alone", "\u{FEFF}", counts: nothing, errors: [": line 1: is empty"]),
        ImportCase(
            "an empty file of JSON Lines", "\n \n", type: ndjson, counts: nothing, errors: [": line 1: is empty"]),
        ImportCase("a header only", "N,D,loss\n", counts: nothing, errors: [": line 1: has no runs, only a header"]),
        ImportCase(
            "a NUL", "N,D,loss\n1e9,2e10,2.5\n\0\u{1}\u{2}\n", counts: [1, 0, 0, 0],
            errors: [": line 3: has a NUL, so the file is no text; nothing behind it was read"]),
        ImportCase(
            "a picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00], counts: nothing,
            errors: [": line 1: is not UTF-8"]),
        ImportCase(
            "bytes that are not UTF-8", Array("N,D,loss,x\n1e9,2e10,2.5,caf".utf8) + [0xE9, 0x0A], counts: nothing,
            errors: [": line 2: is not UTF-8; nothing behind it was read"]),
        ImportCase(
            "bytes that are no JSON", [0x89, 0x50, 0x4E, 0x47, 0x00], type: ndjson, counts: [0, 0, 0, 1],
            errors: ["/rows/0: line 1: is not JSON: it is not UTF-8 at column 1"]),
        ImportCase(
            "an unclosed quote", "N,D,loss,note\n1e9,2e10,2.5,a\n1e9,2e10,2.5,\"b\n1e9,2e10,2.5,c\n",
            counts: [1, 0, 0, 0], errors: [": line 3: opens a quote that is never closed"]),
        ImportCase(
            "ragged rows", "N,D,loss\n1e9,2e10\n1e9,2e10,2.5,1\n1e9,2e10,2.5\n", counts: [1, 0, 0, 2],
            errors: ["/rows/0: line 2: has 2 cells, and the header has 3", "/rows/1: line 3: has 4 cells"]),
        ImportCase(
            "stray quotes", "N,D,loss\n1e9,2e10,2\"5\n1e9,2e10,\"2\"5\n", counts: [0, 0, 0, 2],
            errors: ["/rows/0: line 2: has a quote inside", "/rows/1: line 3: has text behind"]),
        ImportCase(
            "missing columns", "N,L_S_curve\n1e9,2.5\n", counts: nothing,
            errors: [
                "/columns/tokens: is required, and no column is named as it: tokens, D,",
                "/columns/loss: is required, and no column is named as it: loss, L, val_loss, validation_loss, eval_loss, test_loss, final_loss...; if \"L_S_curve\" is meant, say map loss=L_S_curve",
            ]),
        ImportCase(
            "compute in place of tokens", "N,C,loss\n1e9,1e20,2.5\n", counts: nothing,
            errors: [
                "/columns/tokens: is required; \"C\" is compute, of which tokens are made by D = C / (6 N) where tokens_from is flops"
            ]),
        ImportCase(
            "two columns of one field", "N,D,loss,val_loss\n1e9,2e10,2.5,2.6\n", counts: nothing,
            errors: ["/columns/loss: \"loss\" and \"val_loss\" may all be loss; say which by map loss=loss"]),
        ImportCase(
            "bits per byte as the only loss", "N,D,bpb\n1e9,2e10,0.9\n", counts: nothing,
            errors: ["/columns/loss: is required; \"bpb\" is in bits per byte"]),
        ImportCase(
            "a decimal comma without semicolons", "N,D,loss\n1e9,2e10,2.5\n", "decimal=comma", counts: nothing,
            errors: ["decimal: comma needs cells that semicolons separate"]),
        ImportCase(
            "numbers that are none", "N,D,loss\nNaN,inf,\nx,1_000,two\n", counts: [0, 0, 0, 2],
            errors: [
                "/rows/0/N: line 2: \"NaN\" is not a number", "/rows/0/D: line 2: \"inf\" is not a number",
                "/rows/0/loss: line 2: is required: a number", "/rows/1/N: line 3: \"x\" is not a number",
                "/rows/1/D: line 3: \"1_000\" is not a number", "/rows/1/loss: line 3: \"two\" is not a number",
            ]),
        ImportCase(
            "numbers that cannot be", "N,D,loss,L_T,λ\n0,-1,-2.5,1e999,2\n1e9,2e10,31,2,1\n", counts: [0, 0, 0, 2],
            errors: [
                "/rows/0/N: line 2: 0 is out of range; it must be greater than 0",
                "/rows/0/D: line 2: -1 is out of range",
                "/rows/0/loss: line 2: -2.5 is out of range; it must be greater than 0 and at most 30",
                "/rows/0/L_T: line 2: 1e999 is out of range",
                "/rows/0/λ: line 2: 2 is out of range; it must be at least 0 and at most 1",
                "/rows/1/loss: line 3: 31 is out of range",
            ]),
        ImportCase(
            "one identifier twice", "id,N,D,loss\na,1e9,2e10,2.5\nb,1e9,2e10,2.5\na,1e9,2e10,2.4\n",
            counts: [2, 0, 0, 1],
            errors: ["/rows/2/id: line 4: is the run of line 2 again"]),
        ImportCase(
            "no identifier", "id,N,D,loss\n,1e9,2e10,2.5\n", counts: [0, 0, 0, 1],
            errors: ["/rows/0/id: line 2: is required: what the run is called"]),
        ImportCase(
            "units that are none", "N,D,loss,unit\n1e9,2e10,2.5,bits per byte\n1e9,2e10,2.5,BPB\n1e9,2e10,2.5,dB\n",
            counts: [0, 0, 0, 3],
            errors: [
                "/rows/0/unit: line 2: is in bits per byte, and how many bytes a token has is not known here",
                "/rows/1/unit: line 3: is in bits per byte", "/rows/2/unit: line 4: \"dB\" is not a unit of a loss",
            ]),
        ImportCase(
            "a distilled student without a teacher", "N,D,loss,kind,λ\n1e9,2e10,2.5,distillation,\n1e9,2e10,2.5,,1\n",
            counts: [0, 0, 0, 2],
            errors: [
                "/rows/0/teacher_loss: line 2: is required: a distilled student's run says the loss of its teacher",
                "/rows/1/teacher_loss: line 3: is required",
            ]),
        ImportCase(
            "a supervised run with a teacher", "N,D,loss,kind,L_T\n1e9,2e10,2.5,supervised,2.1\n",
            counts: [0, 0, 0, 1],
            errors: ["/rows/0/L_T: line 2: is of a distilled student only, and this run is supervised"]),
        ImportCase(
            "a teacher told twice", "id,N,D,loss,L_T,teacher_run\n1,1e9,2e10,2.5,,\n2,1e9,2e10,2.5,2.1,1\n",
            counts: [1, 0, 0, 1], errors: ["/rows/1/L_T: line 3: cannot stand beside teacher_run"]),
        ImportCase(
            "a teacher that comes later", "id,N,D,loss,teacher_run\ns,3e8,1e10,2.7,t\nt,1e9,2e10,2.5,\n",
            counts: [1, 0, 0, 1],
            errors: [
                "/rows/0/teacher_run: line 2: \"t\" of source \"f.csv\" is no supervised run of the study; import the teacher before"
            ]),
        ImportCase(
            "an exclusion without a reason",
            "N,D,loss,excluded,excluded_reason\n1e9,2e10,2.5,true,\n1e9,2e10,2.5,no,why\n1e9,2e10,2.5,maybe,\n",
            counts: [0, 0, 0, 3],
            errors: [
                "/rows/0/excluded_reason: line 2: is required: why the run is excluded",
                "/rows/1/excluded_reason: line 3: is given though excluded is false",
                "/rows/2/excluded: line 4: \"maybe\" is neither true nor false",
            ]),
        ImportCase(
            "words that are none", "N,D,loss,tags,kind,extra,top_k\n1e9,2e10,2.5,a é,both,[1],1.5\n",
            counts: [0, 0, 0, 1],
            errors: [
                "/rows/0/top_k: line 2: 1.5 is not a whole number", "/rows/0/tags: line 2: \"é\" is not a tag",
                "/rows/0/kind: line 2: \"both\" is not known; known are supervised, distillation",
                "/rows/0/extra: line 2: must be an object, not an array",
            ]),
        ImportCase(
            "lines that are no objects", "[1]\n{\"N\": 1,}\n{\"N\": 1e9, \"D\": [1], \"loss\": true}\n", type: ndjson,
            counts: [0, 0, 0, 3],
            errors: [
                "/rows/0: line 1: must be an object, not an array", "/rows/1: line 2: is not JSON:",
                "/rows/2/D: line 3: must be a number or a string, not an array",
                "/rows/2/loss: line 3: \"true\" is not a number",
            ]),
        ImportCase(
            "lines that lack fields, or have them twice",
            "{\"N\": 1}\n{\"N\": 1e9, \"params\": 2e9, \"D\": 1e9, \"loss\": 2}\n", type: ndjson,
            counts: [0, 0, 0, 2],
            errors: [
                "/rows/0/tokens: line 1: is required", "/rows/0/loss: line 1: is required",
                "/rows/1/params: line 2: \"N\" and \"params\" may all be params",
            ]),
        ImportCase(
            "a value that is nested too deep",
            "{\"N\": 1e9, \"D\": 1e9, \"loss\": 2, \"x\": " + String(repeating: "[", count: 63)
                + String(repeating: "]", count: 63) + "}\n", type: ndjson, counts: [0, 0, 0, 1],
            errors: ["/rows/0/extra: line 1: cannot keep \"x\", which is nested deeper than 62 levels"]),
        ImportCase(
            "a row that never ends",
            Array("N,D,loss\n1e9,2e10,".utf8) + Array(repeating: 0x35, count: CSVReader.greatestRowLength + 1),
            counts: nothing, errors: [": line 2: begins a row of more than 1048576 bytes"]),
        ImportCase(
            "a line that never ends", Array(repeating: 0x20, count: 1 << 20) + [0x20, 0x0A], type: ndjson,
            counts: nothing, errors: [": line 1: is longer than a line may be, 1048576 bytes"]),
        ImportCase(
            "more columns than a table may have", (0...1000).map { "c\($0)" }.joined(separator: ",") + "\n",
            counts: nothing,
            errors: ["/columns/the header: has 1001 columns, and 1000 are the most"]),
    ]
}
