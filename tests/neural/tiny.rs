//! A tiny model of noise, as a file and as plain numbers, and what it must say, computed the slow way.

use std::collections::BTreeMap;

pub const WIDTH: usize = 64;
pub const INNER: usize = 128;
const HEADS: usize = 2;
const DEPTH: usize = 2;
pub const WINDOW: usize = 128;
pub const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nmayor\nsaid\n.\n,\n“\n”\nbridge\nis\nun\n##safe\n##s\nit\non\nmonday";
const SHAPES: &str = r#"["punctuation","lower","title","capitals","one capital","mixed","digits"]"#;
pub const OUTPUTS: usize = 8;

/// Tensors by name: shape, and numbers as they stand in the file.
pub struct Tiny {
    floats: BTreeMap<String, (Vec<usize>, Vec<f32>)>,
    bytes: BTreeMap<String, (Vec<usize>, Vec<u8>)>,
}

impl Tiny {
    pub fn new() -> Tiny {
        let mut tiny = Tiny { floats: BTreeMap::new(), bytes: BTreeMap::new() };
        let mut state = 1u64;
        let mut noise = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
        };
        let pieces = VOCABULARY.lines().count();
        let mut linear = |tiny: &mut Tiny, name: &str, outputs: usize, inputs: usize, size: f32| {
            let weight = (0..outputs * inputs).map(|_| (noise() * 127.0) as i8 as u8).collect();
            let scale = (0..outputs).map(|_| size / 127.0 * (1.0 + 0.5 * noise())).collect();
            tiny.bytes.insert(format!("{name}.weight"), (vec![outputs, inputs], weight));
            tiny.floats.insert(format!("{name}.weight.scale"), (vec![outputs], scale));
            tiny.floats.insert(
                format!("{name}.bias"),
                (vec![outputs], (0..outputs).map(|_| 0.1 * noise()).collect()),
            );
        };
        linear(&mut tiny, "embeddings.pieces", pieces, WIDTH, 1.0);
        tiny.floats.remove("embeddings.pieces.bias");
        for k in 0..DEPTH {
            linear(&mut tiny, &format!("layers.{k}.qkv"), 3 * WIDTH, WIDTH, 0.3);
            linear(&mut tiny, &format!("layers.{k}.out"), WIDTH, WIDTH, 0.2);
            linear(&mut tiny, &format!("layers.{k}.up"), INNER, WIDTH, 0.3);
            linear(&mut tiny, &format!("layers.{k}.down"), WIDTH, INNER, 0.3);
        }
        let mut floats = |name: &str, shape: &[usize], about: f32, size: f32| {
            let numbers = (0..shape.iter().product::<usize>()).map(|_| about + size * noise()).collect();
            tiny.floats.insert(name.to_owned(), (shape.to_vec(), numbers));
        };
        floats("embeddings.positions.weight", &[WINDOW, WIDTH], 0.0, 0.3);
        floats("embeddings.features.weight", &[22, WIDTH], 0.0, 0.3);
        for name in ["norm", "layers.0.norm1", "layers.0.norm2", "layers.1.norm1", "layers.1.norm2"] {
            floats(&format!("{name}.weight"), &[WIDTH], 1.0, 0.3);
            floats(&format!("{name}.bias"), &[WIDTH], 0.0, 0.3);
        }
        floats("heads.weight", &[OUTPUTS, WIDTH], 0.0, 0.3);
        floats("heads.bias", &[OUTPUTS], 0.0, 0.3);
        floats("roles.transitions", &[1, 3, 3], 0.0, 1.0);
        floats("roles.start", &[1, 3], 0.0, 1.0);
        floats("entities.transitions", &[5, 5], 0.0, 1.0);
        floats("entities.start", &[5], 0.0, 1.0);
        tiny.bytes.insert("vocabulary".to_owned(), (vec![VOCABULARY.len()], VOCABULARY.as_bytes().to_vec()));
        tiny
    }

    /// The model as a safetensors file.
    pub fn file(&self) -> Vec<u8> {
        let described = format!(
            r#"{{"depth":{DEPTH},"window":{WINDOW},"heads":["cue","entities"],"labels":[["O","B","I"],["O","B-X","I-X","B-Y","I-Y"]],
            "features":{{"shapes":{SHAPES},"gaps":["none","blank","line break"]}},"attention_heads":{HEADS},"epsilon":1e-12,
            "activation":"gelu_tanh"}}"#
        );
        let mut header = serde_json::json!({"__metadata__": {"saidso": described}});
        let mut data: Vec<u8> = Vec::new();
        for (name, (shape, numbers)) in &self.floats {
            let start = data.len();
            data.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
            header[name] =
                serde_json::json!({"dtype": "F32", "shape": shape, "data_offsets": [start, data.len()]});
        }
        for (name, (shape, bytes)) in &self.bytes {
            let (start, kind) = (data.len(), if name == "vocabulary" { "U8" } else { "I8" });
            data.extend(bytes);
            header[name] =
                serde_json::json!({"dtype": kind, "shape": shape, "data_offsets": [start, data.len()]});
        }
        let header = header.to_string();
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header.as_bytes());
        file.extend(data);
        file
    }

    fn float(&self, name: &str, k: usize) -> f64 {
        f64::from(self.floats[name].1[k])
    }

    fn linear(&self, name: &str, x: &[f64]) -> Vec<f64> {
        let (shape, weight) = &self.bytes[&format!("{name}.weight")];
        let sum = |o: usize| -> f64 {
            x.iter().enumerate().map(|(i, x)| x * f64::from(weight[o * shape[1] + i] as i8)).sum()
        };
        let out = |o: usize| {
            sum(o) * self.float(&format!("{name}.weight.scale"), o) + self.float(&format!("{name}.bias"), o)
        };
        (0..shape[0]).map(out).collect()
    }

    fn norm(&self, name: &str, x: &[f64]) -> Vec<f64> {
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / x.len() as f64;
        let weighed = |(k, x): (usize, &f64)| {
            (x - mean) / variance.sqrt() * self.float(&format!("{name}.weight"), k)
                + self.float(&format!("{name}.bias"), k)
        };
        x.iter().enumerate().map(weighed).collect()
    }

    /// Logits of every token of a window, in 64 bits and without quantising what flows.
    pub fn slowly(&self, pieces: &[usize], features: &[usize]) -> Vec<Vec<f64>> {
        let embedded = |(k, (&piece, &feature)): (usize, (&usize, &usize))| -> Vec<f64> {
            let one = |i: usize| {
                f64::from(self.bytes["embeddings.pieces.weight"].1[piece * WIDTH + i] as i8)
                    * self.float("embeddings.pieces.weight.scale", piece)
                    + self.float("embeddings.positions.weight", k * WIDTH + i)
                    + self.float("embeddings.features.weight", feature * WIDTH + i)
            };
            self.norm("norm", &(0..WIDTH).map(one).collect::<Vec<_>>())
        };
        let mut x: Vec<Vec<f64>> = pieces.iter().zip(features).enumerate().map(embedded).collect();
        let add = |a: &[f64], b: Vec<f64>| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a + b).collect() };
        for k in 0..DEPTH {
            let name = |part: &str| format!("layers.{k}.{part}");
            let qkv: Vec<Vec<f64>> = x.iter().map(|x| self.linear(&name("qkv"), x)).collect();
            x = (0..x.len())
                .map(|t| {
                    let mut mixed = Vec::new();
                    for head in (0..WIDTH).step_by(WIDTH / HEADS) {
                        let at = head..head + WIDTH / HEADS;
                        let score = |u: usize| -> f64 {
                            at.clone().map(|i| qkv[t][i] * qkv[u][WIDTH + i]).sum::<f64>()
                                / (at.len() as f64).sqrt()
                        };
                        let exps: Vec<f64> = (0..x.len()).map(|u| score(u).exp()).collect();
                        let whole: f64 = exps.iter().sum();
                        mixed.extend(at.clone().map(|i| {
                            exps.iter()
                                .enumerate()
                                .map(|(u, e)| e / whole * qkv[u][2 * WIDTH + i])
                                .sum::<f64>()
                        }));
                    }
                    let x = self.norm(&name("norm1"), &add(&x[t], self.linear(&name("out"), &mixed)));
                    let gelu = |x: f64| {
                        0.5 * x * (1.0 + (0.797_884_560_802_865_4 * (x + 0.044_715 * x.powi(3))).tanh())
                    };
                    let inner: Vec<f64> = self.linear(&name("up"), &x).into_iter().map(gelu).collect();
                    self.norm(&name("norm2"), &add(&x, self.linear(&name("down"), &inner)))
                })
                .collect();
        }
        let logits = |x: &Vec<f64>| -> Vec<f64> {
            let sum = |o: usize| -> f64 {
                x.iter().enumerate().map(|(i, x)| x * self.float("heads.weight", o * WIDTH + i)).sum()
            };
            (0..OUTPUTS).map(|o| sum(o) + self.float("heads.bias", o)).collect()
        };
        x.iter().map(logits).collect()
    }
}
