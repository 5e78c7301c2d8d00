//! The tensors of a file in the safetensors format, for every model.

use std::collections::HashMap;

use anyhow::{Context, Result, bail, ensure};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

/// The tensors of a file that lies in memory.
pub struct Tensors<'f> {
    found: SafeTensors<'f>,
    /// The header's free text, by name.
    pub metadata: HashMap<String, String>,
}

impl<'f> Tensors<'f> {
    /// # Errors
    /// When the bytes are no safetensors file.
    pub fn read(file: &'f [u8]) -> Result<Tensors<'f>> {
        let (_, header) = SafeTensors::read_metadata(file).context("no model file")?;
        let metadata = header.metadata().clone().unwrap_or_default();
        Ok(Tensors { found: SafeTensors::deserialize(file).context("no model file")?, metadata })
    }

    /// All of them by name, in order.
    pub fn named(&self) -> Vec<(String, TensorView<'f>)> {
        let mut named = self.found.tensors();
        named.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        named
    }

    /// Length along the first dimension.
    ///
    /// # Errors
    /// When it is missing or has no dimension.
    pub fn rows(&self, name: &str) -> Result<usize> {
        self.get(name)?
            .shape()
            .first()
            .copied()
            .with_context(|| format!("the model's tensor {name} has no dimension"))
    }

    /// The bytes of a tensor of 8-bit numbers, and its shape.
    ///
    /// # Errors
    /// When it is missing or of another type.
    pub fn bytes(&self, name: &str) -> Result<(&'f [u8], Vec<usize>)> {
        let tensor = self.get(name)?;
        let small = matches!(tensor.dtype(), Dtype::I8 | Dtype::U8);
        ensure!(small, "the model's tensor {name} is {:?}, not of bytes", tensor.dtype());
        Ok((tensor.data(), tensor.shape().to_vec()))
    }

    /// The same where the shape is known.
    ///
    /// # Errors
    /// When it is missing or of another type or shape.
    pub fn bytes_of(&self, name: &str, shape: &[usize]) -> Result<&'f [u8]> {
        self.shaped(name, shape)?;
        Ok(self.bytes(name)?.0)
    }

    /// The numbers of a tensor of floats, all of them finite.
    ///
    /// # Errors
    /// When it is missing or of another type, or a number is none.
    pub fn f32s(&self, name: &str) -> Result<Vec<f32>> {
        let four = self.words(name, Dtype::F32)?;
        let numbers: Vec<f32> = four.iter().map(|&four| f32::from_le_bytes(four)).collect();
        let finite = numbers.iter().all(|number| number.is_finite());
        ensure!(finite, "the model's tensor {name} has a number that is not finite");
        Ok(numbers)
    }

    /// The same where the shape is known.
    ///
    /// # Errors
    /// When it is missing or of another type or shape.
    pub fn f32s_of(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        self.shaped(name, shape)?;
        self.f32s(name)
    }

    /// The numbers of a tensor of whole ones.
    ///
    /// # Errors
    /// When it is missing or of another type.
    pub fn u32s(&self, name: &str) -> Result<Vec<u32>> {
        Ok(self.words(name, Dtype::U32)?.iter().map(|&four| u32::from_le_bytes(four)).collect())
    }

    fn words(&self, name: &str, dtype: Dtype) -> Result<&'f [[u8; 4]]> {
        let tensor = self.get(name)?;
        ensure!(tensor.dtype() == dtype, "the model's tensor {name} is {:?}, not {dtype:?}", tensor.dtype());
        Ok(tensor.data().as_chunks().0)
    }

    fn get(&self, name: &str) -> Result<TensorView<'f>> {
        self.found.tensor(name).with_context(|| format!("the model has no tensor {name}"))
    }

    fn shaped(&self, name: &str, shape: &[usize]) -> Result<()> {
        let tensor = self.get(name)?;
        if tensor.shape() != shape {
            bail!("the model's tensor {name} has shape {:?}, not {shape:?}", tensor.shape());
        }
        Ok(())
    }
}
